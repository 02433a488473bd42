import type { Series } from '../measure';
import { median } from './median';

/** One contestant: runs once and returns how long it took, in milliseconds. */
export interface Contestant {
  readonly name: string;
  run(): Promise<number>;
  /** In how many of the rounds it takes part (default: all and the warm-up): for a peer that takes minutes. */
  readonly rounds?: number;
}

/**
 * Runs all contestants in turn, round after round, so that whatever else the machine does meets all of them alike. A
 * first round warms caches and pools and does not count.
 *
 * @param before prepares one round; not part of anybody's time
 */
export async function runRounds(
  { rounds, tell }: { readonly rounds: number; readonly tell: (text: string) => void },
  contestants: readonly Contestant[],
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<Series[]> {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    await before();
    for (const [index, contestant] of contestants.entries()) {
      const takesPart = contestant.rounds === undefined || (round > 0 && round <= contestant.rounds);
      if (!takesPart) continue;
      const elapsed = await contestant.run();
      tell(`  ${round === 0 ? 'warm-up' : `round ${round}`}, ${contestant.name}: ${Math.round(elapsed)} ms`);
      if (round > 0) times[index]?.push(elapsed);
    }
  }
  return contestants.map(({ name }, index) => ({ name, unit: 'ms', values: times[index] ?? [] }));
}

export function medianOf(series: readonly Series[], name: string): number {
  const found = series.find((one) => one.name === name);
  if (!found) throw new RangeError(`No series ${name}`);
  return median(found.values);
}
