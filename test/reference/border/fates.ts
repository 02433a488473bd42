import { DAY, Instant } from '../instants';
import { after } from './border-instants';
import { CofRecord, Installation, McfReference, MigrationFiles, Result } from './migration-files';
import { Random } from './random';
import { serviceId } from './world';

/** One MCF and the installations in it, about to be grouped at `start`. */
export interface Migration {
  files: MigrationFiles;
  random: Random;
  reference: McfReference;
  installations: Installation[];
  created: Instant;
  start: Instant;
  groupId: string;
}

export type Fate = (migration: Migration) => void;

function chfs({ installations }: Migration): string[] {
  return installations.map(({ chf }) => chf);
}

function group(m: Migration, created: Instant, kind: 'MGF' | 'MGEF' = 'MGF', groupId = m.groupId): void {
  m.files.group(kind, m.reference, groupId, created, chfs(m));
}

function s1sp(m: Migration, created: Instant, result: Result | null, party?: string, counter?: number): void {
  const results = chfs(m).map((chf): [string, Result] => [
    chf,
    result ?? m.random.pick(['SUCCESS', 'FAILURE']),
  ]);
  const groupId = m.random.chance(0.1) ? 'ZZ' : m.groupId; // fine print 12
  const options = { groupId, ...(party ? { party } : {}), ...(counter ? { counter } : {}) };
  m.files.s1spcf(m.reference, created, results, options);
}

function cof(m: Migration, created: Instant, result: Result | null, party?: string, counter?: number): void {
  const records = chfs(m).map((chf) =>
    cofRecord(m.random, chf, result ?? m.random.pick(['SUCCESS', 'FAILURE'])),
  );
  const options = { groupId: m.groupId, ...(party ? { party } : {}), ...(counter ? { counter } : {}) };
  m.files.cof(m.reference, created, records, options);
}

/** Says the result by itself, by its systems alone, or against its systems (fine print 14). */
function cofRecord(random: Random, chf: string, result: Result): CofRecord {
  const other = result === 'SUCCESS' ? 'FAILURE' : 'SUCCESS';
  const systems: Result[] =
    result === 'SUCCESS' ? ['SUCCESS', 'SUCCESS'] : random.shuffled(['SUCCESS', 'FAILURE']);
  return random.pick<CofRecord>([
    { chf, result },
    { chf, result, systems },
    { chf, result, systems: [other] },
    { chf, systems },
  ]);
}

const valid: Fate = (m) => validation(m, m.start - m.random.integer(1, 3600), 'VALID');

function validation(m: Migration, created: Instant, result: 'VALID' | 'INVALID'): void {
  m.files.mcvf(
    m.reference,
    created,
    chfs(m).map((chf) => [chf, result]),
  );
}

/** Validated, grouped, commissioned; a COF for those who need none is set aside by itself. */
const ordinary: Fate = (m) => {
  if (m.random.chance(0.7)) valid(m);
  group(m, m.start);
  if (m.random.chance(0.5)) group(m, m.start + m.random.integer(0, 900), 'MGEF');
  const tested = after(m.random, m.start);
  s1sp(m, tested, m.random.chance(0.8) ? 'SUCCESS' : null);
  if (m.random.chance(0.9)) cof(m, after(m.random, tested), m.random.chance(0.8) ? 'SUCCESS' : null);
};

const inProcess: Fate = (m) => {
  group(m, m.start, m.random.pick(['MGF', 'MGEF']));
  if (m.random.chance(0.3)) cof(m, after(m.random, m.start), null); // parked: no S1SPCF
};

const pending: Fate = (m) => {
  group(m, m.start);
  const tested = after(m.random, m.start);
  s1sp(m, tested, 'SUCCESS');
  if (m.random.chance(0.5)) s1sp(m, after(m.random, tested), 'SUCCESS');
};

/** INVALID before every group file: it never commences, its outcomes stay parked. */
const invalid: Fate = (m) => {
  validation(m, m.start - m.random.pick([1, 2, 600]), 'INVALID');
  group(m, m.start);
  if (m.random.chance(0.5)) group(m, m.start + m.random.integer(0, 60), 'MGEF');
  s1sp(m, after(m.random, m.start), null);
};

/** Several MCVFs and group files; each group file listens to the latest MCVF strictly before it. */
const revalidated: Fate = (m) => {
  const { random, start } = m;
  const first = random.pick(['VALID', 'INVALID'] as const);
  validation(m, start - random.pick([1, 60, DAY]), first);
  group(m, start);
  const second = start + random.pick([0, 1, 3600, 20 * 3600]);
  validation(m, second, first === 'VALID' ? 'INVALID' : 'VALID');
  const again = second + random.pick([0, 1, DAY]);
  group(m, again, random.pick(['MGF', 'MGEF']), random.pick([m.groupId, 'DA']));
  const tested = after(random, random.pick([start, again]));
  s1sp(m, tested, null);
  if (random.chance(0.6)) cof(m, after(random, tested), null);
};

/** MGF before MGEF, then the lower Group ID. */
const groupedTwice: Fate = (m) => {
  const { random } = m;
  const kinds = random.pick([
    ['MGF', 'MGEF'],
    ['MGF', 'MGF'],
    ['MGEF', 'MGEF'],
  ] as const);
  const ids = random.shuffled(['AA', 'BA', 'CA', 'DA', 'ZZ']);
  const distance = random.pick([0, 0, 1, -1, DAY]);
  group(m, m.start, kinds[0], ids[0]);
  group(m, m.start + distance, kinds[1], ids[1]);
  ordinaryOutcome(m);
};

function ordinaryOutcome(m: Migration): void {
  const tested = after(m.random, m.start);
  s1sp(m, tested, null);
  cof(m, after(m.random, tested), null);
}

/** Several and contradicting outcomes, some of the same second with parties and counters in any order. */
const contradictory: Fate = (m) => {
  const { random } = m;
  group(m, m.start);
  let at = after(random, m.start);
  const times = random.integer(2, 4);
  for (let number = 0; number < times; number++) {
    const counter = m.files.unusedCounter();
    const party = random.integer(1, 2);
    if (random.chance(0.5)) s1sp(m, at, null, serviceId('C', party), counter);
    else cof(m, at, null, serviceId('E', party), counter);
    at = random.chance(0.4) ? at : after(random, at);
  }
};

/** COF without S1SPCF time order: the COF's time is the completion even if the S1SPCF's is later. */
const outcomeFirst: Fate = (m) => {
  group(m, m.start);
  const commissioned = after(m.random, m.start);
  cof(m, commissioned, null);
  s1sp(m, commissioned + m.random.pick([0, 1, 3600, 2 * DAY]), m.random.chance(0.7) ? 'SUCCESS' : null);
};

/** Durations below zero count as 0. */
const concludedBeforeCommenced: Fate = (m) => {
  const tested = m.start - m.random.pick([1, 30, 3600]);
  s1sp(m, tested, null);
  cof(m, tested + m.random.pick([0, 1, 7200]), null);
  group(m, m.start);
};

/** Neither group file nor outcome, or outcomes without a group file. */
const neverGrouped: Fate = (m) => {
  if (m.random.chance(0.5)) valid(m);
  if (m.random.chance(0.5)) ordinaryOutcome(m);
};

export const FATES: [number, Fate][] = [
  [10, ordinary],
  [3, inProcess],
  [3, pending],
  [2, invalid],
  [3, revalidated],
  [2, groupedTwice],
  [4, contradictory],
  [2, outcomeFirst],
  [2, concludedBeforeCommenced],
  [1, neverGrouped],
];
