import { csvDate, csvInstant, fileNameInstant, type Instant } from '../instant';
import { csvContent, type CsvStyle } from './csv-content';
import type { FileDraft } from './file-draft';

export interface AuthorisationHeader {
  readonly smsoId: string;
  readonly authorisingPartyId: string;
  readonly authorisingPartyType: 'SUPPLIER' | 'DCC';
  readonly createdAt: Instant;
}

export interface AuthorisationRow {
  readonly recordNumber: number;
  readonly responsibleSupplierId: string | undefined;
  readonly mpan: string | undefined;
  readonly mprn: string | undefined;
  readonly migrateOn: Instant | undefined;
  readonly week: Instant;
  readonly priority: boolean | undefined;
  readonly certificateSerialNumber: string;
  readonly meterStatus: 'A' | 'D' | undefined;
}

/** The name without `.csv`, by which reports and responses call the file. */
export function authorisationFileId(header: AuthorisationHeader): string {
  return `MA_${header.smsoId}_${header.authorisingPartyId}_${fileNameInstant(header.createdAt)}`;
}

/** Migration Authorisation. */
export function authorisationFile(
  header: AuthorisationHeader,
  rows: readonly AuthorisationRow[],
  style?: CsvStyle,
): FileDraft {
  const { smsoId, authorisingPartyId, authorisingPartyType, createdAt } = header;
  return {
    name: `${authorisationFileId(header)}.csv`,
    createdAt,
    render: () =>
      csvContent(
        [
          ['00', 'MA', smsoId, authorisingPartyId, authorisingPartyType, csvInstant(createdAt), rows.length],
          ...rows.map((row) => [
            '10',
            row.recordNumber,
            row.responsibleSupplierId,
            row.mpan,
            row.mprn,
            row.migrateOn === undefined ? undefined : csvDate(row.migrateOn),
            csvDate(row.week),
            row.priority,
            row.certificateSerialNumber,
            row.meterStatus,
          ]),
        ],
        style,
      ),
  };
}

export interface ValidationResponseHeader {
  readonly authorisationFileId: string;
  readonly smsoId: string;
  readonly createdAt: Instant;
  /** From 1; the responses to one authorisation file are numbered. */
  readonly number: number;
}

export interface ValidationResponseRow {
  readonly recordNumber: number;
  readonly mpan: string | undefined;
  readonly mprn: string | undefined;
  readonly result: 'ACCEPTED' | 'REJECTED' | 'WARNING';
  readonly reasonCode?: string | undefined;
  readonly comments?: string | undefined;
  readonly includesDormantMeter: boolean;
}

/** Migration Authorisation Validation Response; its name repeats the answered file's parts (fine print 28). */
export function validationResponseFile(
  header: ValidationResponseHeader,
  rows: readonly ValidationResponseRow[],
): FileDraft {
  const rejected = rows.filter((row) => row.result === 'REJECTED').length;
  const answered = header.authorisationFileId;
  return {
    name: `MAVR${answered.slice('MA'.length)}_${String(header.number).padStart(3, '0')}.csv`,
    createdAt: header.createdAt,
    render: () =>
      csvContent([
        [
          '00',
          'MAVR',
          answered,
          header.smsoId,
          csvInstant(header.createdAt),
          rows.length - rejected,
          rejected,
        ],
        ...rows.map((row) => [
          '10',
          row.recordNumber,
          row.mpan,
          row.mprn,
          row.result,
          row.reasonCode,
          row.comments,
          row.includesDormantMeter,
        ]),
      ]),
  };
}

export interface CompletionRow {
  readonly authorisationFileId: string;
  readonly recordNumber: number;
  readonly mpan: string | undefined;
  readonly mprn: string | undefined;
  readonly status: 'SUCCESS' | 'FAILED' | 'WARNING' | 'IN_PROGRESS';
  readonly reasonCode?: string | undefined;
  readonly completedAt?: Instant | undefined;
  readonly mcfCounter?: number | undefined;
  readonly chfId?: string | undefined;
  readonly phase: 'PRE_MIGRATION' | 'MIGRATION' | 'EXPIRED';
}

/** Migration Authorisation Completion Response. */
export function completionResponseFile(
  header: { readonly smsoId: string; readonly requestingPartyId: string; readonly createdAt: Instant },
  rows: readonly CompletionRow[],
): FileDraft {
  const { smsoId, requestingPartyId, createdAt } = header;
  return {
    name: `MACR_${smsoId}_${requestingPartyId}_${fileNameInstant(createdAt)}.csv`,
    createdAt,
    render: () =>
      csvContent([
        ['00', 'MACR', smsoId, requestingPartyId, csvInstant(createdAt), rows.length],
        ...rows.map((row) => [
          '10',
          row.authorisationFileId,
          row.recordNumber,
          row.mpan,
          row.mprn,
          row.status,
          row.reasonCode,
          row.completedAt === undefined ? undefined : csvInstant(row.completedAt),
          row.mcfCounter,
          row.chfId,
          row.phase,
        ]),
      ]),
  };
}
