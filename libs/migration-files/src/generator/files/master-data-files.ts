import { csvDate, csvInstant, fileNameInstant, type Instant } from '../instant';
import { csvContent, type CsvStyle } from './csv-content';
import type { FileDraft } from './file-draft';

export interface OrganisationRow {
  readonly signifier: string;
  readonly name: string;
  readonly role: 'SUPPLIER' | 'DNO' | 'SMSO' | 'S1SP' | 'REQUESTING_PARTY' | 'COMMISSIONING_PARTY' | 'DCC';
  readonly userId: string;
  readonly distributorIds?: readonly string[];
  readonly smsoId?: string;
  readonly affiliateGroup?: string | undefined;
  readonly sharePointFolder?: string | undefined;
  readonly reportingFrom?: Instant | undefined;
  readonly reportingTo?: Instant | undefined;
}

/** Organisations: a full snapshot of the parties. */
export function organisationsFile(createdAt: Instant, rows: readonly OrganisationRow[]): FileDraft {
  return {
    name: `ORG_${fileNameInstant(createdAt)}.csv`,
    createdAt,
    render: () =>
      csvContent([
        ['00', 'ORG', csvInstant(createdAt), rows.length],
        ...rows.map((row) => [
          '10',
          row.signifier,
          row.name,
          row.role,
          row.userId,
          row.distributorIds?.join(' '),
          row.smsoId,
          row.affiliateGroup,
          row.sharePointFolder,
          row.reportingFrom === undefined ? undefined : csvDate(row.reportingFrom),
          row.reportingTo === undefined ? undefined : csvDate(row.reportingTo),
        ]),
      ]),
  };
}

export interface CommitmentsHeader {
  readonly signifier: string;
  readonly userId: string;
  readonly smsoId: string;
  readonly week: Instant;
  readonly issuedAt: Instant;
  /** A second issue of a week has the name of the first; `DC-` keeps both in one folder (fine print 29). */
  readonly reissue: boolean;
}

export interface CommitmentRow {
  readonly day: Instant;
  readonly quantity: number;
}

/** Migration Demand Commitments of one User ID, SMSO and week. */
export function commitmentsFile(
  header: CommitmentsHeader,
  rows: readonly CommitmentRow[],
  style?: CsvStyle,
): FileDraft {
  const { signifier, userId, smsoId, week, issuedAt } = header;
  const separator = header.reissue ? '-' : '_';
  return {
    name: `DC${separator}${signifier}_${userId}_${smsoId}_${csvDate(week)}.csv`,
    createdAt: issuedAt,
    render: () =>
      csvContent(
        [
          ['00', 'DC', signifier, userId, smsoId, csvDate(week), csvInstant(issuedAt), rows.length],
          ...rows.map((row) => ['10', csvDate(row.day), row.quantity]),
        ],
        style,
      ),
  };
}
