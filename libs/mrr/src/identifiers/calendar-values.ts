const ISO_INSTANT = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z$/;
const COMPACT_INSTANT = /^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})$/;
const COMPACT_DATE = /^([0-9]{4})([0-9]{2})([0-9]{2})$/;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Reads an instant of the XML files, exactly `YYYY-MM-DDThh:mm:ssZ`: no fraction, no offset.
 *
 * @returns the same text if it is a real moment of the calendar (no 30 February, no 24:00:00, no leap second), else null.
 */
export function parseIsoInstant(text: string): string | null {
  const parts = ISO_INSTANT.exec(text);
  return parts !== null && isRealDate(parts) && isRealTime(parts) ? text : null;
}

/**
 * Reads an instant of the CSV files, `YYYYMMDDThhmmss` in UTC.
 *
 * @returns it as `YYYY-MM-DDThh:mm:ssZ`, or null if it is not a real moment of the calendar.
 */
export function parseCompactInstant(text: string): string | null {
  const parts = COMPACT_INSTANT.exec(text);
  if (parts === null || !isRealDate(parts) || !isRealTime(parts)) return null;
  return `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`;
}

/**
 * Reads a date of the CSV files, `YYYYMMDD`.
 *
 * @returns it as `YYYY-MM-DD`, or null if the calendar has no such day.
 */
export function parseCompactDate(text: string): string | null {
  const parts = COMPACT_DATE.exec(text);
  return parts !== null && isRealDate(parts) ? `${parts[1]}-${parts[2]}-${parts[3]}` : null;
}

/** Whether a `YYYY-MM-DD` date is a Monday, the day that names a Migration Week (R7). */
export function isMonday(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).getUTCDay() === 1;
}

/** Whether a `YYYY-MM-DD` date lies in the Migration Week (Monday to Sunday, R7) that the given Monday names. */
export function isInWeekOf(monday: string, date: string): boolean {
  const days = (Date.parse(date) - Date.parse(monday)) / DAY_MS;
  return days >= 0 && days < 7;
}

/** Year 0000 is refused: the databases and libraries below disagree on whether it exists. */
function isRealDate(parts: RegExpExecArray): boolean {
  const year = Number(parts[1]);
  const month = Number(parts[2]);
  const day = Number(parts[3]);
  const leapDay = month === 2 && isLeapYear(year) ? 1 : 0;
  return year >= 1 && day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0) + leapDay;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function isRealTime(parts: RegExpExecArray): boolean {
  return Number(parts[4]) < 24 && Number(parts[5]) < 60 && Number(parts[6]) < 60;
}
