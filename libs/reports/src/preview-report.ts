import type { ReportId } from '@app/mrr';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { CapturingArchive } from './capturing-archive';
import type { NilReason } from './build-outcome';
import { produceReport } from './produce-report';
import type { ProduceOptions } from './produce-report';
import { supposedSlot } from './supposed-slot';

export type ReportPreview =
  | { readonly kind: 'nil'; readonly reason: NilReason }
  | {
      readonly kind: 'report';
      /** The name and number that the report would have if it were issued now. */
      readonly fileName: string;
      readonly rowCount: number;
      readonly sizeBytes: number;
      readonly sha256: string;
      /** The file, or its beginning. */
      readonly content: Buffer;
      readonly isCut: boolean;
    };

export interface PreviewRequest {
  readonly reportId: ReportId;
  readonly recipientId: string;
  /** The slot time that is supposed. */
  readonly at: Date;
  readonly now: Date;
  /** Bytes of the file that are wanted. */
  readonly limitBytes: number;
}

/**
 * What a report would be, by the code that issues it (R15: a preview consumes no number). It claims ledger rows like a
 * build does and rolls back, so a build of the same rows waits for it for a moment.
 */
export async function previewReport(
  dataSource: DataSource,
  options: ProduceOptions,
  request: PreviewRequest,
): Promise<ReportPreview> {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    await client.query('BEGIN');
    try {
      const slot = await supposedSlot(client, request);
      const archive = new CapturingArchive(request.limitBytes);
      const produced = await produceReport(client, archive, slot, options);
      if (produced.kind === 'nil') return produced;
      const { bytes, isCut } = archive.content;
      const { rowCount, bytes: sizeBytes, sha256 } = produced.written;
      return {
        kind: 'report',
        fileName: produced.fileName,
        rowCount,
        sizeBytes,
        sha256,
        content: bytes,
        isCut,
      };
    } finally {
      await client.query('ROLLBACK');
    }
  } finally {
    await runner.release();
  }
}
