import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Archive, StoredFile } from '@app/archive';
import { failpoint } from '@app/failpoints';
import { checkRow, formatDateTime, HEADER_RECORD_TYPE, reportDefinition } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import { csvRows } from './csv-row';
import type { DetailRows } from './detail-rows';
import { ReportValueError } from './errors/report-value.error';
import { RowCheck } from './row-check';

export interface ReportHeader {
  readonly reportId: ReportId;
  readonly recipientId: string;
  readonly sequence: number;
  readonly createdAt: Date;
  /** Columns after the common six. */
  readonly furtherValues: readonly (string | null)[];
}

export interface WrittenReport extends StoredFile {
  /** Detail rows. */
  readonly rowCount: number;
}

/**
 * The header record (common header, MRR Appendix A).
 * @throws ReportValueError if a value breaks the definition
 */
export function headerRow(header: ReportHeader): string {
  const definition = reportDefinition(header.reportId);
  const values = [
    HEADER_RECORD_TYPE,
    header.reportId,
    header.recipientId,
    String(header.sequence),
    definition.title,
    formatDateTime(header.createdAt),
    ...header.furtherValues,
  ];
  const violation = checkRow(definition.header, values)[0];
  if (violation) throw new ReportValueError(header.reportId, 0, violation);
  return csvRows([values]);
}

/**
 * Streams header and detail rows into the archive, in constant memory. Null, and nothing written, when there are no
 * detail rows and the report may not be a header alone (R17).
 */
export async function writeReport(
  archive: Pick<Archive, 'write'>,
  key: string,
  header: ReportHeader,
  rows: DetailRows,
): Promise<WrittenReport | null> {
  const check = new RowCheck(header.reportId);
  rows.once('error', (error) => check.destroy(error));
  try {
    return await writeRows(archive, key, header, rows, check);
  } catch (error) {
    // An unread COPY would keep the connection, and with it the rollback, waiting for ever.
    rows.unpipe(check);
    await finished(rows.resume()).catch(() => undefined);
    throw error;
  }
}

async function writeRows(
  archive: Pick<Archive, 'write'>,
  key: string,
  header: ReportHeader,
  rows: DetailRows,
  check: RowCheck,
): Promise<WrittenReport | null> {
  const chunks = rows.pipe(check)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done && !reportDefinition(header.reportId).mayBeHeaderOnly) return null;

  async function* content(): AsyncGenerator<Buffer> {
    yield Buffer.from(headerRow(header));
    for (let next = first; !next.done; next = await chunks.next()) {
      await failpoint('build.mid-copy');
      yield next.value;
    }
  }
  const stored = await archive.write(key, Readable.from(content(), { objectMode: false }));
  return { ...stored, rowCount: rows.recordCount };
}
