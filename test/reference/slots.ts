import { DAY, HOUR, Instant, isMonday, startOfDay } from './instants';

/** Daily slots of the reports that follow the clock. */
const TIMES: Record<string, { hours: number[]; mondayOnly: boolean }> = {
  'S1MIG-001': { hours: [0, 6, 12, 18], mondayOnly: false },
  'S1MIG-002': { hours: [0, 6, 12, 18], mondayOnly: false },
  'S1MIG-003': { hours: [5], mondayOnly: false },
  'S1MIG-004': { hours: [6], mondayOnly: true },
  'S1MIG-005': { hours: [6], mondayOnly: false },
  'S1MIG-006': { hours: [6], mondayOnly: false },
  'S1MIG-007': { hours: [6], mondayOnly: true },
  'S1MIG-008': { hours: [6], mondayOnly: true },
  'S1MIG-009': { hours: [6], mondayOnly: true },
};

/** Both ends belong to the period. */
export function slotsOf(reportId: string, from: Instant, to: Instant): Instant[] {
  const { hours, mondayOnly } = TIMES[reportId]!;
  const slots: Instant[] = [];
  for (let day = startOfDay(from); day <= to; day += DAY) {
    if (mondayOnly && !isMonday(day)) continue;
    slots.push(...hours.map((hour) => day + hour * HOUR).filter((slot) => slot >= from && slot <= to));
  }
  return slots;
}

/** R20: Thursday 23:00. */
export function sweeps(from: Instant, to: Instant): Instant[] {
  const slots: Instant[] = [];
  for (let day = startOfDay(from); day <= to; day += DAY) {
    const slot = day + 23 * HOUR;
    if (isMonday(day - 3 * DAY) && slot >= from && slot <= to) slots.push(slot);
  }
  return slots;
}

/** 23:59:59 of the day before the slot. */
export function endOfPreviousDay(slot: Instant): Instant {
  return startOfDay(slot) - 1;
}
