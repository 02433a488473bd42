import type { RecordLoader } from './record-loader';

/** Audit files are kept for support; no report reads them (R23). */
function auditLoader<K extends 'S1SPAUD' | 'CPAUD'>(): RecordLoader<K> {
  return {
    table: 'audit_event',
    columns: [
      'originator_id',
      'occurred_at',
      'smso_id',
      'requesting_party_id',
      'mcf_counter',
      'chf_id',
      'event_type',
      'outcome',
      'detail',
    ],
    values: (event, header) => [
      header.originatorId,
      event.eventDateTime,
      event.smsoId,
      event.requestingPartyId,
      event.mcfCounter,
      event.chfId,
      event.eventType,
      event.outcome,
      event.detail,
    ],
  };
}

export const s1spAuditLoader = auditLoader<'S1SPAUD'>();
export const commissioningPartyAuditLoader = auditLoader<'CPAUD'>();
