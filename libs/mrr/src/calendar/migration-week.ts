import { DAY_MS, SECOND_MS, WEEK_MS } from './utc-format';

/** 00:00:00 of the instant's Migration Day (R7). */
export function dayOf(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / DAY_MS) * DAY_MS);
}

/** 23:59:59 of the instant's Migration Day (R7). */
export function endOfDay(instant: Date): Date {
  return new Date(dayOf(instant).getTime() + DAY_MS - SECOND_MS);
}

/** 00:00:00 of the Monday that names the instant's Migration Week (R7). */
export function mondayOf(instant: Date): Date {
  const daysSinceMonday = (instant.getUTCDay() + 6) % 7;
  return new Date(dayOf(instant).getTime() - daysSinceMonday * DAY_MS);
}

/** Sunday 23:59:59 of the instant's Migration Week (R7). */
export function endOfWeek(instant: Date): Date {
  return new Date(mondayOf(instant).getTime() + WEEK_MS - SECOND_MS);
}
