import type { Sample } from './sampler';
import { isFlat, type Point, trendOf } from './trend';

const MB = 1024 * 1024;
/** Caches fill and code is compiled; what grows after that grows for ever. */
const WARM_UP = 1 / 3;
const MEMORY_ALLOWED = 10 * MB;
const REDIS_ALLOWED = 1 * MB;

export interface Verdict {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly most: number;
  readonly perHour: number;
  readonly isFlat: boolean;
}

/** Memory of every process and of Redis: must be flat. */
export function memoryVerdicts(samples: readonly Sample[]): Verdict[] {
  const settled = samples.slice(Math.floor(samples.length * WARM_UP));
  const names = Object.keys(settled[0]?.memory ?? {});
  const of = (name: string, allowed: number, valueOf: (sample: Sample) => number): Verdict => {
    const points: Point[] = settled.map((sample) => ({ minute: sample.minute, value: valueOf(sample) }));
    const trend = trendOf(points);
    return { name, ...trend, isFlat: isFlat(trend, allowed) };
  };
  return [
    ...names.map((name) => of(name, MEMORY_ALLOWED, ({ memory }) => memory[name] ?? 0)),
    of('Redis', REDIS_ALLOWED, ({ redisBytes }) => redisBytes),
  ];
}

/** What is used up by forgetting to give it back: the range of each while the load was steady. */
function counts(samples: readonly Sample[]): string[] {
  const settled = samples.slice(Math.floor(samples.length * WARM_UP));
  const range = (name: string, valueOf: (sample: Sample) => number): string => {
    const values = settled.map((sample) => valueOf(sample));
    return `${name}: ${Math.min(...values)} to ${Math.max(...values)}, at last ${values.at(-1)}`;
  };
  return [
    range('keys in Redis', ({ redisKeys }) => redisKeys),
    range('connections to PostgreSQL', ({ connections }) => connections),
    range('open files of all processes', ({ open }) =>
      Object.values(open).reduce((sum, count) => sum + count, 0),
    ),
  ];
}

/** What each table grew by, rows and bytes; whether that is right depends on what the table is for. */
export function tableGrowth(samples: readonly Sample[]): { name: string; rows: number; bytes: number }[] {
  const first = samples.at(0)?.tables ?? {};
  const last = samples.at(-1)?.tables ?? {};
  return Object.entries(last)
    .map(([name, { rows, bytes }]) => ({
      name,
      rows: rows - (first[name]?.rows ?? 0),
      bytes: bytes - (first[name]?.bytes ?? 0),
    }))
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes);
}

export function soakText(samples: readonly Sample[]): string {
  const mb = (bytes: number): string => (bytes / MB).toFixed(1);
  const memory = memoryVerdicts(samples).map((one) =>
    [
      one.name.padEnd(20),
      mb(one.first).padStart(8),
      mb(one.last).padStart(8),
      mb(one.most).padStart(8),
      mb(one.perHour).padStart(10),
      one.isFlat ? 'flat' : 'GROWS',
    ].join('  '),
  );
  const tables = tableGrowth(samples).map(
    ({ name, rows, bytes }) => `${name.padEnd(32)}  ${String(rows).padStart(9)}  ${mb(bytes).padStart(8)}`,
  );
  return [
    `${samples.length} samples over ${(samples.at(-1)?.minute ?? 0).toFixed(0)} minutes`,
    '',
    ['memory, MB'.padEnd(20), '   after', '     end', '    most', '  per hour', 'verdict'].join('  '),
    ...memory,
    '',
    ...counts(samples),
    '',
    ['table'.padEnd(32), 'rows more', ' MB more'].join('  '),
    ...tables,
    '',
  ].join('\n');
}
