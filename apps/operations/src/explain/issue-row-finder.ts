import { pipeline } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Archive } from '@app/archive';
import { parse } from 'csv-parse';

/** Columns, from 0, of the INST block that tell an attempt apart (MRR Appendix A). */
const COLUMNS = { smso: 1, requestingParty: 3, counter: 4, chf: 8 };

interface AttemptKey {
  readonly smso_id: string;
  readonly requesting_party_id: string;
  readonly mcf_counter: number;
  readonly chf_id: string;
}

/** Where in an issued file something stands: read from the file itself, which is what the recipient holds. */
@Injectable()
export class IssueRowFinder {
  constructor(@Inject(Archive) private readonly archive: Archive) {}

  findAttempt(archiveKey: string, key: AttemptKey): Promise<number | null> {
    return this.find(
      archiveKey,
      (record) =>
        record[COLUMNS.chf] === key.chf_id &&
        record[COLUMNS.smso] === key.smso_id &&
        record[COLUMNS.requestingParty] === key.requesting_party_id &&
        record[COLUMNS.counter] === String(key.mcf_counter),
    );
  }

  /** The detail row, from 1, that `matches`; null: none, or the archive has lost the file. */
  async find(archiveKey: string, matches: (record: readonly string[]) => boolean): Promise<number | null> {
    if (!(await this.archive.stat(archiveKey))) return null;
    const file = this.archive.read(archiveKey);
    const records = pipeline(file, parse({ relax_column_count: true, from: 2 }), () => undefined);
    let row = 0;
    for await (const record of records as AsyncIterable<string[]>) {
      row += 1;
      if (matches(record)) return row;
    }
    return null;
  }
}
