import { authorisationCases, stateAt } from '../../reference/authorisations';
import type { Attempt } from '../../reference/attempts';
import type { Delivered } from '../../reference/delivered';
import { HOUR, type Instant } from '../../reference/instants';
import { mayBeReportedTo } from '../../reference/master-data';
import { groupBy } from '../../reference/orders';
import type { Organisation } from '../../reference/records';
import type { Regime } from '../../reference/regime';
import { report010 } from '../../reference/report-010';

/** What one recipient was told, and what it had to be told at least. */
interface Telling {
  readonly what: string;
  readonly told: readonly string[];
  readonly owed: readonly string[];
}

/** P2: everything is told at most once, and what is owed exactly once. */
function faultsOfTelling({ what, told, owed }: Telling): string[] {
  const counts = new Map<string, number>();
  for (const subject of told) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  const repeated = [...counts].filter(([, count]) => count > 1);
  return [
    ...repeated.map(([subject, count]) => `P2 ${what}: told ${count} times: ${subject}`),
    ...owed.filter((subject) => !counts.has(subject)).map((subject) => `P2 ${what}: never told: ${subject}`),
  ];
}

/** S1MIG-001 and 002 together: an outcome is told in one of them. */
export function outcomesTold(
  regime: Regime,
  recipient: Organisation,
  issues: readonly Delivered[],
  closing: Instant,
): string[] {
  const told = issues
    .filter(
      ({ reportId, userId }) => userId === recipient.userId && ['S1MIG-001', 'S1MIG-002'].includes(reportId),
    )
    .flatMap(({ rows }) => rows.map((row) => [row[1], row[3], row[4], row[8]].join('|')));
  const isOwed = ({ conclusion }: Attempt): boolean =>
    conclusion !== null && conclusion.created <= closing - HOUR;
  const sightings = regime.sightings(recipient.role as 'SUPPLIER' | 'DNO', recipient.userId);
  const owed = sightings.filter(({ attempt }) => isOwed(attempt)).map(({ attempt }) => attempt.common.key);
  const what = `outcomes for ${recipient.userId}`;
  return faultsOfTelling({ what, told, owed: mayBeReportedTo(recipient, closing) ? owed : [] });
}

/** S1MIG-006: each state of an authorisation once, and at last the one that it is in. */
export function statesTold(
  regime: Regime,
  recipient: Organisation,
  issues: readonly Delivered[],
  closing: Instant,
): string[] {
  const what = `S1MIG-006 for ${recipient.userId}`;
  const rows = issues
    .filter(({ reportId, userId }) => userId === recipient.userId && reportId === 'S1MIG-006')
    .flatMap((issue) => issue.rows);
  const attempts = new Map(regime.attempts.map((attempt) => [attempt.common.key, attempt]));
  const cases = authorisationCases(regime).filter(({ ma }) => ma.supplier === recipient.userId);
  // A row does not tell its record number, and its meters may be masked: rows and records are counted by what is told.
  const fits = ({ ma }: (typeof cases)[number], row: readonly string[]): boolean =>
    ma.file === row[2] &&
    ['', ma.mpan ?? ''].includes(row[3] ?? '') &&
    ['', ma.mprn ?? ''].includes(row[4] ?? '');
  const subjectOf = (row: readonly string[]): string => `${row[2]} ${row[3]} ${row[4]} ${statusOf(row)}`;
  const bySubject = groupBy(rows, (row) => subjectOf(row));
  const repeated = [...bySubject].filter(
    ([, told]) => told.length > cases.filter((one) => fits(one, told[0] ?? [])).length,
  );
  const owed = mayBeReportedTo(recipient, closing)
    ? cases.filter((one) => stateAt(one, attempts, closing))
    : [];
  return [
    ...repeated.map(([subject, told]) => `P2 ${what}: told ${told.length} times: ${subject}`),
    ...owed
      .filter((one) => !rows.some((row) => fits(one, row)))
      .map(({ ma }) => `P2 ${what}: never told: ${ma.file} record ${ma.record}`),
  ];
}

/** Completion Status, three of which are one state. */
function statusOf(row: readonly string[]): string {
  return ['Success', 'Failed', 'Warning'].includes(row[11] ?? '') ? 'final' : (row[11] ?? '');
}

/** S1MIG-010: the rows of every response file once. */
export function responsesTold(
  regime: Regime,
  recipient: Organisation,
  issues: readonly Delivered[],
  from: Instant,
  closing: Instant,
): string[] {
  const told = issues
    .filter(({ reportId, userId }) => userId === recipient.userId && reportId === 'S1MIG-010')
    .flatMap(({ rows }) => rows.map((row) => row.join()));
  const owed = report010(regime, recipient, from, closing).flatMap(({ rows }) =>
    rows.map(({ cells }) => cells.join()),
  );
  const faults: string[] = [];
  for (const row of new Set([...told, ...owed])) {
    const [got, want] = [told, owed].map((rows) => rows.filter((one) => one === row).length) as [
      number,
      number,
    ];
    if (got !== want)
      faults.push(`P2 S1MIG-010 for ${recipient.userId}: told ${got} times instead of ${want}: ${row}`);
  }
  return faults;
}
