import { copyLine, copyLines } from '@app/database';
import { failpoint } from '@app/failpoints';
import type { FileEvent, FileHeader, RecordProblem } from '@app/migration-files';
import type { PoolClient } from 'pg';
import { loaderOf } from './record-loaders';

/** Rows gathered before they are copied: with the batch on its way, the bound on what a file of any size keeps in memory. */
const BATCH_ROWS = 2_000;

/** Another run decided the same file meanwhile; what this one has written is rolled back. */
export class AlreadyDecidedError extends Error {}

/**
 * Writes what the reader of one file yields. Records go by COPY in batches: one is on its way to the database while the
 * next is read.
 */
export class EventWriter {
  #header: FileHeader | undefined;
  #lines: string[] = [];
  #firstRecord = 0;
  #problemLines: string[] = [];
  #copying = Promise.resolve();
  #setAside = 0;
  #lastSetAside = 0;

  constructor(
    private readonly client: PoolClient,
    private readonly sourceFileId: string,
  ) {}

  /**
   * @returns how many records were set aside, besides the header
   * @throws AlreadyDecidedError, and whatever the reader throws
   */
  async writeAll(
    events: AsyncIterable<readonly FileEvent[]>,
  ): Promise<{ header: FileHeader; setAside: number }> {
    try {
      for await (const batch of events) {
        for (const event of batch) await this.#write(event);
        if (this.#lines.length + this.#problemLines.length >= BATCH_ROWS) await this.#copyBatch();
      }
      await this.#copyBatch();
      await this.#copying;
    } finally {
      await this.#copying.catch(() => undefined); // nothing may follow the end of the transaction
    }
    if (!this.#header) throw new TypeError('The reader ended without a header');
    await this.client.query('UPDATE source_file SET set_aside_count = $2 WHERE id = $1', [
      this.sourceFileId,
      this.#setAside,
    ]);
    return { header: this.#header, setAside: this.#setAside };
  }

  #write(event: FileEvent): Promise<void> | undefined {
    if (event.type === 'header') return this.#accept(event.header);
    if (event.type === 'problem') this.#note(event.problem);
    else if (this.#header) {
      const values = loaderOf(this.#header).values(event.record, this.#header);
      if (this.#lines.length === 0) this.#firstRecord = event.recordNumber;
      this.#lines.push(copyLine([this.sourceFileId, event.recordNumber, ...values]));
    }
    return undefined;
  }

  #note(problem: RecordProblem): void {
    const { recordNumber, field, code, value, message, severity } = problem;
    this.#problemLines.push(
      copyLine([this.sourceFileId, recordNumber, field, code, value, message, severity]),
    );
    if (severity !== 'set-aside' || recordNumber === this.#lastSetAside) return;
    this.#lastSetAside = recordNumber; // the problems of one record come together
    this.#setAside += 1;
  }

  /**
   * Takes the file's business key and bytes before its records load. A concurrent load of the same key waits here for the
   * first one's end and then fails with a unique violation; one of the same file (a job that ran twice) finds it decided.
   */
  async #accept(header: FileHeader): Promise<void> {
    this.#header = header;
    const { rowCount } = await this.client.query(
      `UPDATE source_file
          SET state = 'accepted', finished_at = now(), kind = $2, business_key = $3, originator = $4, counter = $5,
              created_at = $6, record_count = $7
        WHERE id = $1 AND state = 'received'`,
      [
        this.sourceFileId,
        header.kind,
        header.businessKey,
        header.originator,
        header.counter,
        header.createdAt,
        header.recordCount,
      ],
    );
    if (rowCount === 0) throw new AlreadyDecidedError();
    const { createStaging } = loaderOf(header);
    if (createStaging) await this.client.query(createStaging);
    await failpoint('load.after-accept');
  }

  /** Waits for the batch before, and sends this one on its way. */
  async #copyBatch(): Promise<void> {
    await this.#copying;
    this.#copying = this.#copy(this.#lines, this.#firstRecord, this.#problemLines);
    this.#copying.catch(() => undefined); // who awaits it next hears of it
    this.#lines = [];
    this.#problemLines = [];
  }

  async #copy(lines: readonly string[], firstRecord: number, problemLines: readonly string[]): Promise<void> {
    if (this.#header && lines.length > 0) {
      const loader = loaderOf(this.#header);
      const columns = ['source_file_id', 'record_number', ...loader.columns];
      await copyLines(this.client, loader.table, columns, lines);
      await loader.copied?.(this.client, this.sourceFileId, firstRecord);
    }
    if (problemLines.length > 0) {
      await copyLines(this.client, 'source_file_problem', PROBLEM_COLUMNS, problemLines);
    }
    await failpoint('load.mid-copy');
  }
}

const PROBLEM_COLUMNS = ['source_file_id', 'record_number', 'field', 'code', 'value', 'message', 'severity'];
