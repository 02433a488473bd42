import { DAY, HOUR, Instant, startOfDay, startOfWeek } from '../instants';
import { Random } from './random';

/** The same day (or week) at a border of the regime, one second before or after it, or just on it. */
export function atBorder(random: Random, near: Instant): Instant {
  const day = startOfDay(near);
  const slot = random.pick([0, 6, 12, 18]) * HOUR;
  const border = random.weighted<Instant>([
    [6, day + slot - HOUR], // cut-off of S1MIG-001 and 002
    [3, day], // Migration Day
    [2, startOfWeek(near)], // Migration Week
    [1, day + slot],
    [1, day + 5 * HOUR],
    [1, day + 23 * HOUR],
  ]);
  return border + random.pick([-1, 0, 0, 1]);
}

/** Half of the instants stand at a border. */
export function someInstant(random: Random, from: Instant, to: Instant): Instant {
  const free = random.integer(from, to);
  return random.chance(0.5) ? Math.min(Math.max(atBorder(random, free), from), to) : free;
}

const GAPS = [1, 29, 30, 31, 89, 90, 91, 300, 1800, 3570, 3600, 5 * HOUR, 11 * HOUR, DAY, 30 * HOUR, 3 * DAY];

/** After `start`, often at a border; now and then exactly at `start`. */
export function after(random: Random, start: Instant): Instant {
  if (random.chance(0.03)) return start;
  const free = start + random.pick(GAPS) + (random.chance(0.5) ? random.integer(0, 7200) : 0);
  const border = atBorder(random, free);
  return random.chance(0.5) && border > start ? border : free;
}
