import { DAY, Instant } from './instants';
import { groupBy } from './orders';
import { Regime } from './regime';

/**
 * What the DCC committed to for a supplier on one day, as issued at or before the slot: added up over SMSOs (R28),
 * of each SMSO the latest issue that names the day (fine print 29). Null: none; zero is a commitment.
 */
export function commitmentOf(regime: Regime, userId: string, day: Instant, slot: Instant): number | null {
  const issued = regime.loaded.commitments.filter(
    (one) => one.userId === userId && one.day === day && one.issued <= slot,
  );
  const bySmso = groupBy(issued, (one) => one.smso);
  if (bySmso.size === 0) return null;
  let total = 0;
  for (const issues of bySmso.values()) {
    total += issues.reduce((latest, one) => (one.issued > latest.issued ? one : latest)).quantity;
  }
  return total;
}

export function daysOfWeek(monday: Instant): Instant[] {
  return [0, 1, 2, 3, 4, 5, 6].map((number) => monday + number * DAY);
}
