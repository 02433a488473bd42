import {
  compactInstant,
  counter,
  eui64,
  oneOf,
  quantity,
  reasonCode,
  recordNumber,
  smsoId,
  textUpTo,
} from '../fields/field-rules';
import type { CsvLayout } from '../file-layout';
import type { Header } from './header';

export interface CompletionHeader extends Header<'MACR'> {
  readonly smsoId: string;
  readonly requestingPartyId: string;
}

/** How far one MA record has come. */
export interface CompletionRecord {
  readonly kind: 'MACR';
  /** Name of the MA file without `.csv`, opaque (fine print 32). */
  readonly maFileName: string;
  readonly recordNumber: number;
  readonly importMpan: string | null;
  readonly mprn: string | null;
  /** All but `IN_PROGRESS` are final. */
  readonly status: 'SUCCESS' | 'FAILED' | 'WARNING' | 'IN_PROGRESS';
  readonly reasonCode: string | null;
  /** `YYYY-MM-DDThh:mm:ssZ`; set whenever the status is final. */
  readonly completionDateTime: string | null;
  readonly mcfCounter: number | null;
  readonly chfId: string | null;
  readonly phase: 'PRE_MIGRATION' | 'MIGRATION' | 'EXPIRED' | null;
}

const status = oneOf(['SUCCESS', 'FAILED', 'WARNING', 'IN_PROGRESS']);
const phase = oneOf(['PRE_MIGRATION', 'MIGRATION', 'EXPIRED']);
const fileName = textUpTo(100);

/**
 * Migration Authorisation Completion Response; key: the file name.
 *
 * Decided where the layout leaves a choice: reason code and phase may be empty; two records on one MA record are no
 * duplicates, since the tie rule of completions speaks of an earlier and a later record of one file (fine print 11).
 */
export const authorisationCompletion: CsvLayout<'MACR'> = {
  kind: 'MACR',
  format: 'csv',
  headerFields: ['SMSOID', 'RequestingPartyID', 'CreationDateTime', 'RecordCount'],
  recordFields: [
    'MAFileName',
    'RecordNumber',
    'ImportMPAN',
    'MPRN',
    'Status',
    'ReasonCode',
    'CompletionDateTime',
    'MCFCounter',
    'CHFID',
    'Phase',
  ],
  readHeader: (header, name) => ({
    kind: 'MACR',
    businessKey: name.stem,
    originator: null,
    counter: null,
    smsoId: header.agreeing('SMSOID', smsoId, name.smsoId),
    requestingPartyId: header.agreeing('RequestingPartyID', eui64, name.requestingPartyId),
    createdAt: header.agreeing('CreationDateTime', compactInstant, name.createdAt),
    recordCount: header.required('RecordCount', quantity),
  }),
  openRecords: () => ({
    read: (fields, check) => {
      const record: CompletionRecord = {
        kind: 'MACR',
        maFileName: check.required(fields, 'MAFileName', fileName),
        recordNumber: check.required(fields, 'RecordNumber', recordNumber),
        importMpan: check.optionalMpan(fields),
        mprn: check.optionalMprn(fields),
        status: check.required(fields, 'Status', status),
        reasonCode: check.optional(fields, 'ReasonCode', reasonCode),
        completionDateTime: check.optional(fields, 'CompletionDateTime', compactInstant),
        mcfCounter: check.optional(fields, 'MCFCounter', counter),
        chfId: check.optional(fields, 'CHFID', eui64),
        phase: check.optional(fields, 'Phase', phase),
      };
      const isFinal = record.status && record.status !== 'IN_PROGRESS';
      if (isFinal && record.completionDateTime === null) {
        check.refuse('CompletionDateTime', 'FIELD', 'is mandatory for a final status and empty', null);
      }
      return record;
    },
  }),
};
