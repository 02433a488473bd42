import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import { checkRow, reportDefinition } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import { parse } from 'csv-parse/sync';
import { ReportValueError } from './errors/report-value.error';

/**
 * Bytes of detail rows that are checked field by field. Every summary report is shorter than that. A wide report's
 * further rows come from columns whose constraints are at least as strict as the definition, so checking each of them
 * again would only cost time.
 */
const CHECKED_BYTES = 256 * 1024;

/** Passes CSV through and fails with `ReportValueError` on the first of the leading rows that breaks the definition. */
export class RowCheck extends Transform {
  #leading: Buffer[] = [];
  #gatheredBytes = 0;
  #isChecked = false;

  constructor(private readonly reportId: ReportId) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (!this.#isChecked) {
      this.#leading.push(chunk);
      this.#gatheredBytes += chunk.length;
      if (this.#gatheredBytes >= CHECKED_BYTES) {
        try {
          this.#check(false);
        } catch (error) {
          done(error as Error);
          return;
        }
      }
    }
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    try {
      if (!this.#isChecked) this.#check(true);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  #check(isWhole: boolean): void {
    this.#isChecked = true;
    const text = Buffer.concat(this.#leading).toString();
    this.#leading = [];
    const rows = parse(isWhole ? text : wholeRecords(text), { relax_column_count: true });
    const { detail } = reportDefinition(this.reportId);
    rows.forEach((row, index) => {
      const violation = checkRow(
        detail,
        row.map((value) => (value === '' ? null : value)),
      )[0];
      if (violation) throw new ReportValueError(this.reportId, index + 1, violation);
    });
  }
}

/** Drops a record that is cut off at the end: up to the last CRLF that stands outside quotes. */
function wholeRecords(text: string): string {
  let end = text.lastIndexOf('\r\n');
  while (end >= 0 && (text.slice(0, end).split('"').length - 1) % 2 === 1)
    end = text.lastIndexOf('\r\n', end - 1);
  return text.slice(0, end + 2);
}
