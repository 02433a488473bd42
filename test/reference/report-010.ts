import { flag, optionalDay } from './blocks';
import { Instant, dayText } from './instants';
import { mayBeReportedTo } from './master-data';
import { OrderKey, compareKeys, groupBy, sortedBy } from './orders';
import { Authorisation, Organisation, ValidationResponse } from './records';
import { Regime } from './regime';
import { sweeps } from './slots';
import { isStarted } from './start-switch';

/** The rows of one MAVR file for the submitting supplier: they stay together in one issue (fine print 5). */
export interface ToldResponses {
  mavr: string;
  /** the response's own time, or the Thursday sweep that takes it */
  slot: Instant;
  rows: { order: OrderKey[]; cells: string[] }[];
}

/** All loaded MAVR files, whatever the period; the sweeps are those of the period. */
export function report010(
  regime: Regime,
  recipient: Organisation,
  from: Instant,
  to: Instant,
): ToldResponses[] {
  const submitted = new Map<string, Authorisation>();
  for (const ma of regime.loaded.authorisations) {
    const own = ma.submittedBy === 'SUPPLIER' && ma.submitter === recipient.userId;
    if (own) submitted.set(`${ma.file} ${ma.record}`, ma);
  }
  const own = regime.loaded.responses.filter((one) => submitted.has(`${one.maFile} ${one.maRecord}`));
  const told: ToldResponses[] = [];
  for (const [mavr, responses] of groupBy(own, (one) => one.fileName)) {
    const slot = slotOf(regime, recipient, responses[0]!.responded, from, to);
    if (slot === null) continue;
    const rows = responses.map((one) => row(submitted.get(`${one.maFile} ${one.maRecord}`)!, one));
    told.push({ mavr, slot, rows: rows.sort((a, b) => compareKeys(a.order, b.order)) });
  }
  return sortedBy(told, (one) => [one.slot, one.mavr]);
}

function slotOf(
  regime: Regime,
  recipient: Organisation,
  responded: Instant,
  from: Instant,
  to: Instant,
): Instant | null {
  const allowed = (slot: Instant): boolean => mayBeReportedTo(recipient, slot) && isStarted(regime, slot);
  if (allowed(responded)) return responded;
  return sweeps(from, to).find((slot) => slot >= responded && allowed(slot)) ?? null;
}

/** MA file name, record number, response time; then the name of the MAVR. */
function row(ma: Authorisation, response: ValidationResponse): ToldResponses['rows'][number] {
  const warned = response.result === 'WARNING' && response.comments === null;
  return {
    order: [ma.file, ma.record, response.responded, response.fileName],
    cells: [
      '10',
      ma.mpan ?? '',
      ma.mprn ?? '',
      optionalDay(ma.migrateOn),
      dayText(ma.week),
      flag(response.includesDormant),
      response.reasonCode ?? '',
      warned ? 'Accepted with warning' : (response.comments ?? ''),
    ],
  };
}
