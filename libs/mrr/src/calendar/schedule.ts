/** When a report's slots are due, in UTC. */
export interface Schedule {
  readonly sentence: string;
  /** Hours of the day, ascending. */
  readonly hours: readonly number[];
  /** `Date.getUTCDay()` of the only day of the week; absent: every day. */
  readonly weekday?: number;
}

const MONDAY = 1;
const THURSDAY = 4;

export const SIX_HOURLY: Schedule = {
  sentence: 'Daily at 00:00, 06:00, 12:00 and 18:00',
  hours: [0, 6, 12, 18],
};

/** An hour before it has to be there (R19). */
export const DAILY_AT_FIVE: Schedule = { sentence: 'Daily at 05:00, there by 06:00', hours: [5] };

export const DAILY_AT_SIX: Schedule = { sentence: 'Daily at 06:00', hours: [6] };

export const MONDAY_AT_SIX: Schedule = { sentence: 'Monday at 06:00', hours: [6], weekday: MONDAY };

/** The calendar holds the sweep alone; the other slots come with the validation responses (R20). */
export const PER_RESPONSE_AND_THURSDAY: Schedule = {
  sentence: 'When a validation response file is loaded, and Thursday at 23:00',
  hours: [23],
  weekday: THURSDAY,
};
