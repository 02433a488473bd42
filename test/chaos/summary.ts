import { eventText } from './history';
import { FAULT_KINDS } from './nemesis/fault-plan';
import type { SeedResult } from './seed-run';

const VIOLATIONS_SHOWN = 5;

/** The table at the end of all runs. */
export function summaryText(results: readonly SeedResult[]): string {
  const head = [
    'seed',
    'seconds',
    'files',
    'slots',
    'issues',
    'rows',
    'faults',
    'unplanned ends',
    'violations',
  ];
  const lines = results.map((one) => [
    one.seed,
    Math.round(one.seconds),
    one.files,
    one.slots,
    one.issues,
    one.rows,
    faultsOf(one),
    one.unplannedEnds,
    one.violations.length,
  ]);
  const sums = head.map((_, column) => lines.reduce((sum, line) => sum + (line[column] ?? 0), 0));
  const table = columns([
    head,
    ...lines.map((line) => line.map(String)),
    ['all', ...sums.slice(1).map(String)],
  ]);
  const kinds = columns([
    ['fault', 'injected'],
    ...FAULT_KINDS.map((kind) => [kind, String(timesOf(results, kind))]),
  ]);
  return `${table}\n\n${kinds}\n`;
}

/** All that is needed to look into a run that went wrong. */
export function violationText({ seed, violations, history }: SeedResult): string {
  const more =
    violations.length > VIOLATIONS_SHOWN ? [`  … and ${violations.length - VIOLATIONS_SHOWN} more`] : [];
  return [
    `Seed ${seed}: ${violations.length} violations. The first: ${violations[0]}`,
    ...violations.slice(1, VIOLATIONS_SHOWN).map((text) => `  ${text}`),
    ...more,
    ...history.events.filter(({ kind }) => kind !== 'VIOLATION').map(eventText),
    `Replay: npm run chaos -- --seeds 1 --from-seed ${seed}   History, logs and files: ${history.file.replace(/\/[^/]*$/, '')}`,
    '',
  ].join('\n');
}

/** For `--json`. */
export function summaryJson(results: readonly SeedResult[]): object {
  return {
    seeds: results.map(({ history, faults, ...rest }) => ({
      ...rest,
      faults: Object.fromEntries(faults),
      history: history.events,
    })),
    faults: Object.fromEntries(FAULT_KINDS.map((kind) => [kind, timesOf(results, kind)])),
    violations: results.reduce((sum, { violations }) => sum + violations.length, 0),
  };
}

function timesOf(results: readonly SeedResult[], kind: (typeof FAULT_KINDS)[number]): number {
  return results.reduce((sum, { faults }) => sum + (faults.get(kind) ?? 0), 0);
}

function faultsOf({ faults }: SeedResult): number {
  return [...faults.values()].reduce((sum, count) => sum + count, 0);
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
