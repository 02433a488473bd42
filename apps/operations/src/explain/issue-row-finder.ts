import { pipeline } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Archive } from '@app/archive';
import { parse } from 'csv-parse';

/** Where in an issued file something stands: read from the file itself, which is what the recipient holds. */
@Injectable()
export class IssueRowFinder {
  constructor(@Inject(Archive) private readonly archive: Archive) {}

  /**
   * The row that `matches` (record, number of the row): the header is row 0, details count from 1. Null: none does, or
   * the archive has lost the file.
   */
  async find(
    archiveKey: string,
    matches: (record: readonly string[], row: number) => boolean,
  ): Promise<number | null> {
    if (!(await this.archive.stat(archiveKey))) return null;
    const file = this.archive.read(archiveKey);
    const records = pipeline(file, parse({ relax_column_count: true }), () => undefined);
    let row = 0;
    for await (const record of records as AsyncIterable<string[]>) {
      if (matches(record, row)) return row;
      row += 1;
    }
    return null;
  }
}
