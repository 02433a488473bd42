/** Seconds since 1970-01-01T00:00:00Z: every time in a migration file is a whole second of UTC. */
export type Instant = number;

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
export const WEEK = 7 * DAY;

/** `2020-03-02T04:10:00Z`, as in XML files and in the generator's own answers. */
export function isoInstant(instant: Instant): string {
  return `${new Date(instant * 1000).toISOString().slice(0, 19)}Z`;
}

/** `20200302T041000`, as in CSV files. */
export function csvInstant(instant: Instant): string {
  return isoInstant(instant).replace(/[-:Z]/g, '');
}

/** `20200302`. */
export function csvDate(instant: Instant): string {
  return csvInstant(instant).slice(0, 8);
}

/** `20200302_041000`, as in file names. */
export function fileNameInstant(instant: Instant): string {
  return csvInstant(instant).replace('T', '_');
}

/** Midnight of a Monday written `YYYY-MM-DD`; throws a RangeError for anything else. */
export function mondayOf(text: string): Instant {
  const milliseconds = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(milliseconds) || new Date(milliseconds).getUTCDay() !== 1) {
    throw new RangeError(`${text} is not a Monday written YYYY-MM-DD`);
  }
  return milliseconds / 1000;
}
