import {
  compactInstant,
  csvBoolean,
  freeTextUpTo,
  oneOf,
  quantity,
  reasonCode,
  recordNumber,
  smsoId,
  textUpTo,
} from '../fields/field-rules';
import type { HeaderCheck } from '../fields/header-check';
import type { CsvLayout } from '../file-layout';
import { parseFileName, type AuthorisationResponseName } from '../file-name';
import { FileRejectedError } from '../file-rejected.error';
import type { Header } from './header';
import { RecordNumberSet } from './record-number-set';
import { refuseRepeated } from './repeated-record';

export interface ResponseHeader extends Header<'MAVR'> {
  /** The answered MA file's name without `.csv`, as the header writes it: opaque (fine print 32). */
  readonly maFileName: string;
  readonly smsoId: string;
  /** Submitter of the answered MA file. */
  readonly userId: string;
  readonly acceptedCount: number;
  readonly rejectedCount: number;
}

/** The answer to one MA record. */
export interface ResponseRecord {
  readonly kind: 'MAVR';
  readonly recordNumber: number;
  /** Empty ones contradict nothing (fine print 26). */
  readonly importMpan: string | null;
  readonly mprn: string | null;
  /** `WARNING` is an acceptance with a remark. */
  readonly result: 'ACCEPTED' | 'REJECTED' | 'WARNING';
  /** Set whenever the result is `REJECTED`. */
  readonly reasonCode: string | null;
  readonly comments: string | null;
  readonly includesDormantMeter: boolean;
}

const result = oneOf(['ACCEPTED', 'REJECTED', 'WARNING']);
const comments = freeTextUpTo(100);
const fileName = textUpTo(100);

/**
 * Migration Authorisation Validation Response; key: the file name.
 *
 * Decided where the layout leaves a choice: the header's MA file name agrees with the file's own name if both name the
 * same SMSO, User ID and time after normalisation; a row with an unreadable `Result` counts as accepted or rejected,
 * whichever the header's counts need, because set-aside rows count as announced (fine print 31).
 */
export const authorisationResponse: CsvLayout<'MAVR'> = {
  kind: 'MAVR',
  format: 'csv',
  headerFields: ['MAFileName', 'SMSOID', 'ResponseDateTime', 'AcceptedCount', 'RejectedCount'],
  recordFields: [
    'RecordNumber',
    'ImportMPAN',
    'MPRN',
    'Result',
    'ReasonCode',
    'Comments',
    'IncludesDormantMeter',
  ],
  readHeader: (header, name) => {
    const maFileName = readMaFileName(header, name);
    const smso = header.agreeing('SMSOID', smsoId, name.smsoId);
    const createdAt = header.required('ResponseDateTime', compactInstant);
    const acceptedCount = header.required('AcceptedCount', quantity);
    const rejectedCount = header.required('RejectedCount', quantity);
    return {
      kind: 'MAVR',
      createdAt,
      businessKey: name.stem,
      originator: null,
      counter: null,
      recordCount: acceptedCount + rejectedCount,
      maFileName,
      smsoId: smso,
      userId: name.userId,
      acceptedCount,
      rejectedCount,
    };
  },
  openRecords: (header) => {
    const numbers = new RecordNumberSet();
    const counted = { accepted: 0, rejected: 0 };
    return {
      read: (fields, check) => {
        const record: ResponseRecord = {
          kind: 'MAVR',
          recordNumber: check.required(fields, 'RecordNumber', recordNumber),
          importMpan: check.optionalMpan(fields),
          mprn: check.optionalMprn(fields),
          result: check.required(fields, 'Result', result),
          reasonCode: check.optional(fields, 'ReasonCode', reasonCode),
          comments: check.optional(fields, 'Comments', comments),
          includesDormantMeter: check.required(fields, 'IncludesDormantMeter', csvBoolean),
        };
        if (record.result === 'REJECTED' && record.reasonCode === null) {
          check.refuse('ReasonCode', 'FIELD', 'is mandatory for a rejection and empty', null);
        }
        if (record.result === 'REJECTED') counted.rejected += 1;
        else if (record.result) counted.accepted += 1;
        refuseRepeated(check, numbers, record.recordNumber);
        return record;
      },
      countDefect: (records) => {
        const { acceptedCount, rejectedCount } = header;
        const fits =
          records === acceptedCount + rejectedCount &&
          counted.accepted <= acceptedCount &&
          counted.rejected <= rejectedCount;
        if (fits) return null;
        return `${acceptedCount} accepted and ${rejectedCount} rejected records are announced, ${counted.accepted} and ${counted.rejected} of ${records} are there`;
      },
    };
  },
};

/** Fine print 28: the header names `MA` + the parts that the response's own name has between `MAVR` and its number. */
function readMaFileName(header: HeaderCheck, name: AuthorisationResponseName): string {
  const maFileName = header.required('MAFileName', fileName);
  if (!namesAnsweredFile(maFileName, name))
    header.refuse('MAFileName', 'disagrees with the file name', maFileName);
  return maFileName;
}

function namesAnsweredFile(maFileName: string, name: AuthorisationResponseName): boolean {
  try {
    const answered = parseFileName(`${maFileName}.csv`);
    return (
      answered.kind === 'MA' &&
      answered.smsoId === name.smsoId &&
      answered.userId === name.userId &&
      answered.createdAt === name.answeredCreatedAt
    );
  } catch (error) {
    if (error instanceof FileRejectedError) return false;
    throw error;
  }
}
