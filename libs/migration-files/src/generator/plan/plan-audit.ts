import { auditFile } from '../files/audit-files';
import { DAY, MINUTE, type Instant } from '../instant';
import type { PlanContext, PlannedAuditEvent } from './plan-context';

/** Audit files of one day: one for each S1SP and Commissioning Party, shortly before midnight. */
export function planAuditFiles(day: Instant, { auditEvents, market, schedule }: PlanContext): void {
  const createdAt = day + DAY - 20 * MINUTE;
  const events = auditEvents.takeBefore(createdAt);
  const originators = new Map<string, PlannedAuditEvent['kind']>();
  for (const cohort of market.cohorts) {
    originators.set(cohort.s1spId, 'S1SPAUD');
    originators.set(cohort.commissioningPartyId, 'CPAUD');
  }
  for (const [originatorId, kind] of originators) {
    const rows = [
      ...events.filter((event) => event.originatorId === originatorId).map((event) => event.row),
      { at: createdAt, eventType: 'DAY_CLOSED', outcome: 'OK' },
    ];
    schedule.addNumbered(createdAt, `${kind}/${originatorId}`, (counter) =>
      auditFile({ kind, originatorId, counter, createdAt }, rows),
    );
  }
}
