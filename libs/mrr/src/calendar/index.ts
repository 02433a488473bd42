export { applicablePeriod, type ApplicablePeriod } from './applicable-period';
export { DEFAULT_DEADLINE_MS, slotDeadline } from './deadline';
export { dayOf, endOfDay, endOfWeek, mondayOf } from './migration-week';
export { outcomeCutOff } from './outcome-cut-off';
export { type Schedule } from './schedule';
export { slotTimes } from './slot-times';
export { DAY_MS, formatDate, formatDateTime, HOUR_MS, parseDate, parseDateTime, WEEK_MS } from './utc-format';
