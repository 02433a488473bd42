import { compactInstant, counter, eui64, quantity, smsoId, textUpTo } from '../fields/field-rules';
import type { CsvLayout } from '../file-layout';
import { sixDigits, type Header } from './header';

type AuditKind = 'S1SPAUD' | 'CPAUD';

export interface AuditHeader extends Header<AuditKind> {
  readonly originatorId: string;
}

/** One audited event; stored for support, read by no report (R23). */
export interface AuditEvent {
  readonly kind: AuditKind;
  /** `YYYY-MM-DDThh:mm:ssZ`. */
  readonly eventDateTime: string;
  readonly smsoId: string | null;
  readonly requestingPartyId: string | null;
  readonly mcfCounter: number | null;
  readonly chfId: string | null;
  readonly eventType: string;
  readonly outcome: string | null;
  readonly detail: string | null;
}

const label = textUpTo(40);
const detail = textUpTo(500);

/** Audit file of an S1SP or a Commissioning Party; equal events are no duplicates, a log may repeat itself. */
function auditFile(kind: AuditKind): CsvLayout<AuditKind> {
  return {
    kind,
    format: 'csv',
    headerFields: ['OriginatorID', 'Counter', 'CreationDateTime', 'RecordCount'],
    recordFields: [
      'EventDateTime',
      'SMSOID',
      'RequestingPartyID',
      'MCFCounter',
      'CHFID',
      'EventType',
      'Outcome',
      'Detail',
    ],
    readHeader: (header, name) => {
      const originatorId = header.agreeing('OriginatorID', eui64, name.originatorId);
      const number = header.agreeing('Counter', counter, name.counter);
      return {
        kind,
        createdAt: header.required('CreationDateTime', compactInstant),
        businessKey: `${kind}_${originatorId}_${sixDigits(number)}`,
        originator: originatorId,
        counter: number,
        recordCount: header.required('RecordCount', quantity),
        originatorId,
      };
    },
    openRecords: () => ({
      read: (fields, check) => ({
        kind,
        eventDateTime: check.required(fields, 'EventDateTime', compactInstant),
        smsoId: check.optional(fields, 'SMSOID', smsoId),
        requestingPartyId: check.optional(fields, 'RequestingPartyID', eui64),
        mcfCounter: check.optional(fields, 'MCFCounter', counter),
        chfId: check.optional(fields, 'CHFID', eui64),
        eventType: check.required(fields, 'EventType', label),
        outcome: check.optional(fields, 'Outcome', label),
        detail: check.optional(fields, 'Detail', detail),
      }),
    }),
  };
}

export const s1spAuditFile = auditFile('S1SPAUD');
export const commissioningPartyAuditFile = auditFile('CPAUD');
