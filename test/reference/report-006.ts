import {
  AuthorisationCase,
  AuthorisationState,
  authorisationCases,
  linkedRecord,
  rulingCompletion,
  rulingResponse,
  stateAt,
} from './authorisations';
import { Attempt } from './attempts';
import { NO_DEVICES, deviceBlock, flag, optionalDay } from './blocks';
import { ALL_METERS } from './entitlement';
import { Instant, dayText } from './instants';
import { mayBeReportedTo } from './master-data';
import { sortedBy } from './orders';
import { Issue, Regime, ReportModel } from './regime';
import { endOfPreviousDay, slotsOf } from './slots';

const STATUS = {
  SUCCESS: 'Success',
  FAILED: 'Failed',
  WARNING: 'Warning',
  IN_PROGRESS: 'In Progress',
} as const;

/** R26, fine print 22: a row when the state at 23:59:59 was never told before for the record. */
export const report006: ReportModel = (regime, recipient, from, to): Issue[] => {
  const attempts = new Map(regime.attempts.map((attempt) => [attempt.common.key, attempt]));
  const own = authorisationCases(regime).filter(({ ma }) => ma.supplier === recipient.userId);
  const ordered = sortedBy(own, ({ ma }) => [ma.file, ma.record]);
  const told = new Set<string>();
  const issues: Issue[] = [];
  for (const slot of slotsOf('S1MIG-006', from, to)) {
    if (!mayBeReportedTo(recipient, slot)) continue;
    const at = endOfPreviousDay(slot);
    const rows: string[][] = [];
    for (const one of ordered) {
      const state = stateAt(one, attempts, at);
      const subject = `${one.ma.file} ${one.ma.record} ${state}`;
      if (state === null || told.has(subject)) continue;
      told.add(subject);
      rows.push(row(regime, attempts, one, state, at));
    }
    if (rows.length > 0) issues.push({ slot, header: [dayText(at)], rows });
  }
  return issues;
};

/** Fine print 23. */
function row(
  regime: Regime,
  attempts: Map<string, Attempt>,
  one: AuthorisationCase,
  state: AuthorisationState,
  at: Instant,
): string[] {
  const { ma } = one;
  const response = rulingResponse(one, at)!;
  const final = rulingCompletion(one, at);
  const common = linkedRecord(one, attempts, at);
  const sees = common ? regime.entitlement.viewOfAuthorised(common, ma.supplier) : ALL_METERS;
  const status = final ? STATUS[final.status] : state === 'rejected' ? '' : STATUS.IN_PROGRESS;
  return [
    '10',
    ma.supplier,
    ma.file,
    sees.electricity ? (ma.mpan ?? '') : '',
    sees.gas ? (ma.mprn ?? '') : '',
    optionalDay(ma.migrateOn),
    dayText(ma.week),
    flag(response.includesDormant),
    dayText(response.responded),
    response.reasonCode ?? '',
    final ? dayText(final.completed!) : '',
    status,
    final?.reasonCode ?? '',
    common ? `${common.smso}_${common.requestingParty}_${String(common.counter).padStart(6, '0')}` : '',
    ...(common ? deviceBlock(common, sees) : NO_DEVICES),
  ];
}
