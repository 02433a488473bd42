import { csvInstant, type Instant } from '../instant';
import { sixDigits } from '../sample-identifiers';
import type { CommonFileReference } from './common-files';
import { csvContent } from './csv-content';
import type { FileDraft } from './file-draft';

export interface AuditRow {
  readonly at: Instant;
  readonly commonFile?: CommonFileReference | undefined;
  readonly chfId?: string | undefined;
  readonly eventType: string;
  readonly outcome?: string | undefined;
  readonly detail?: string | undefined;
}

export interface AuditHeader {
  readonly kind: 'S1SPAUD' | 'CPAUD';
  readonly originatorId: string;
  readonly counter: number;
  readonly createdAt: Instant;
}

/** Audit file of an S1SP or of a Commissioning Party. */
export function auditFile(header: AuditHeader, rows: readonly AuditRow[]): FileDraft {
  const { kind, originatorId, counter, createdAt } = header;
  return {
    name: `${kind}_${originatorId}_${sixDigits(counter)}.csv`,
    createdAt,
    render: () =>
      csvContent([
        ['00', kind, originatorId, counter, csvInstant(createdAt), rows.length],
        ...rows.map((row) => [
          '10',
          csvInstant(row.at),
          row.commonFile?.smsoId,
          row.commonFile?.requestingPartyId,
          row.commonFile?.mcfCounter,
          row.chfId,
          row.eventType,
          row.outcome,
          row.detail,
        ]),
      ]),
  };
}
