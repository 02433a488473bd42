import type { Random } from '../../reference/border/random';
import type { AppName } from '../system/app-process';

export const FAULT_KINDS = [
  'kill -9',
  'freeze briefly',
  'freeze past the lock',
  'FLUSHALL',
  'Redis crash, data kept',
  'Redis crash, data lost',
  'Redis crash, log cut short',
  'PostgreSQL crash',
  'lines cut',
  'line frozen',
  'archive disk full',
  'clock jump',
  'SharePoint fault',
  'SharePoint frozen',
  'SIGTERM',
  'rolling restart',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface PlannedFault {
  readonly kind: FaultKind;
  /** After the beginning of the phase. */
  readonly atMs: number;
  /** How long it lasts, where it lasts. */
  readonly durationMs: number;
  /** Chooses among the processes of this app; undefined: whatever the kind needs. */
  readonly app: AppName;
  /** From 0 to 1: chooses the process, the size of a jump, and so on. */
  readonly choice: number;
}

/** Where a phase's work is done, so that most faults meet it. */
const BUSY: Record<'loading' | 'reporting', readonly (readonly [number, AppName])[]> = {
  loading: [
    [6, 'ingest'],
    [1, 'report-scheduler'],
  ],
  reporting: [
    [4, 'report-worker'],
    [3, 'distribution'],
    [2, 'report-scheduler'],
    [1, 'ingest'],
  ],
};

/** Of no use while files are loaded. */
const FOR_REPORTING_ONLY: readonly FaultKind[] = ['SharePoint fault', 'SharePoint frozen', 'rolling restart'];
/** Longer than the lock of a job (20 s), so that somebody else takes it up meanwhile. */
const PAST_LOCK_MS = 23_000;

/** The same faults for the same seed: each kind about equally often over many seeds. */
export function planFaults(
  random: Random,
  phase: 'loading' | 'reporting',
  count: number,
  durationMs: number,
): PlannedFault[] {
  const kinds = FAULT_KINDS.filter((kind) => phase === 'reporting' || !FOR_REPORTING_ONLY.includes(kind));
  const deck: FaultKind[] = [];
  while (deck.length < count) deck.push(...random.shuffled(kinds));
  const once = deck.filter((kind, at) => kind !== 'freeze past the lock' || deck.indexOf(kind) === at);
  return once
    .slice(0, count)
    .map((kind) => ({
      kind,
      // What lasts long comes early, or the run would wait for it.
      atMs: kind === 'freeze past the lock' ? random.integer(200, 3_000) : random.integer(200, durationMs),
      durationMs: kind === 'freeze past the lock' ? PAST_LOCK_MS : random.integer(500, 4_000),
      app: random.weighted(BUSY[phase]),
      choice: random.next(),
    }))
    .toSorted((a, b) => a.atMs - b.atMs);
}
