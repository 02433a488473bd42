import { parseCompactInstant } from '../identifiers';

/**
 * UTC alone, whole seconds: the regime knows no daylight saving and no fractions (R7).
 */
export const SECOND_MS = 1_000;
export const HOUR_MS = 3_600 * SECOND_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;

/** `YYYYMMDD` */
export function formatDate(instant: Date): string {
  return instant.toISOString().slice(0, 10).replaceAll('-', '');
}

/** `hhmmss` */
export function formatTime(instant: Date): string {
  return instant.toISOString().slice(11, 19).replaceAll(':', '');
}

/** `YYYYMMDDThhmmss`, 15 characters (R18) */
export function formatDateTime(instant: Date): string {
  return `${formatDate(instant)}T${formatTime(instant)}`;
}

/** Midnight of a `YYYYMMDD`; null if the calendar has no such day. */
export function parseDate(text: string): Date | null {
  return parseDateTime(`${text}T000000`);
}

/** The instant of a `YYYYMMDDThhmmss`; null if the calendar has none such (`20210229T000000`, `…T240000`). */
export function parseDateTime(text: string): Date | null {
  const iso = parseCompactInstant(text);
  return iso === null ? null : new Date(iso);
}
