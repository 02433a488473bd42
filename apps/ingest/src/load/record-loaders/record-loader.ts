import type { CopyValue } from '@app/database';
import type { FileKind, HeaderByKind, RecordByKind } from '@app/migration-files';
import type { PoolClient } from 'pg';

/** Where the records of one kind go and what follows from them. */
export interface RecordLoader<K extends FileKind> {
  /** The table that COPY fills: the data's own, or a staging table of the session. */
  readonly table: string;
  /** Columns besides `source_file_id` and `record_number`, which every table has. */
  readonly columns: readonly string[];
  /** Made before the first COPY, if the table is a staging one. */
  readonly createStaging?: string;
  values(record: RecordByKind[K], header: HeaderByKind[K]): readonly CopyValue[];
  /**
   * What follows from the rows of one COPY alone, those from `firstRecord` on: done once, in the transaction of the load, while
   * the next batch is read.
   */
  copied?(client: PoolClient, sourceFileId: string, firstRecord: number): Promise<void>;
  /**
   * Set-based work after the last COPY, under the settling lock: finds parents, takes up what waited for this file,
   * and derives what follows. A second run on the same rows changes nothing.
   */
  settle?(client: PoolClient, sourceFileId: string): Promise<void>;
}
