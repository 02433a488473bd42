/** Instants are whole seconds since 1970-01-01T00:00:00Z; calendar days are instants at 00:00:00. UTC everywhere (R7). */
export type Instant = number;

export const HOUR = 3600;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

function fromParts(parts: string[]): Instant | null {
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const value = Date.UTC(year!, month! - 1, day, hour, minute, second);
  const iso = new Date(value).toISOString();
  const same =
    [year, month, day, hour, minute, second].join() === iso.match(/\d+/g)!.slice(0, 6).map(Number).join();
  return same ? value / 1000 : null;
}

/** `YYYYMMDDThhmmss`, null if it is no such instant. */
export function parseInstant(text: string): Instant | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(text);
  return match ? fromParts(match.slice(1)) : null;
}

/** `YYYY-MM-DDThh:mm:ssZ`, null if it is no such instant. */
export function parseIsoInstant(text: string): Instant | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(text);
  return match ? fromParts(match.slice(1)) : null;
}

/** `YYYYMMDD`, null if it is no day of the calendar. */
export function parseDay(text: string): Instant | null {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  return match ? fromParts(match.slice(1)) : null;
}

/** `YYYYMMDDThhmmss` */
export function instantText(instant: Instant): string {
  return new Date(instant * 1000).toISOString().slice(0, 19).replace(/[-:]/g, '');
}

export function isoText(instant: Instant): string {
  return `${new Date(instant * 1000).toISOString().slice(0, 19)}Z`;
}

/** `YYYYMMDD` */
export function dayText(instant: Instant): string {
  return instantText(instant).slice(0, 8);
}

export function startOfDay(instant: Instant): Instant {
  return Math.floor(instant / DAY) * DAY;
}

/** The Monday 00:00:00 of the Migration Week (R7). 1970-01-01 was a Thursday. */
export function startOfWeek(instant: Instant): Instant {
  const day = startOfDay(instant);
  return day - ((day / DAY + 3) % 7) * DAY;
}

export function isMonday(day: Instant): boolean {
  return startOfWeek(day) === day;
}
