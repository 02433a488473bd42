import { pipeline } from 'node:stream';
import { Inject, Injectable, PayloadTooLargeException } from '@nestjs/common';
import { parse } from 'csv-parse';
import type { IssueDiff } from './issue.schemas';
import { IssueReader } from './issue-reader';
import type { IssueSummary } from './issue-reader';

/** Rows of both files together that are compared in memory. */
const MOST_ROWS = 200_000;
/** Rows that are shown of what was added, and of what was removed. */
const SHOWN_ROWS = 1_000;

interface Rows {
  readonly header: string[];
  /** How often each row stands in the file. */
  readonly counts: Map<string, number>;
}

/** What one issue has that the one before it had not, row by row. */
@Injectable()
export class IssueDiffer {
  constructor(@Inject(IssueReader) private readonly issues: IssueReader) {}

  async diff(issue: IssueSummary): Promise<IssueDiff> {
    const previous = await this.issues.previous(issue);
    if (issue.rowCount + (previous?.rowCount ?? 0) > MOST_ROWS) {
      throw new PayloadTooLargeException(`Only issues of together ${MOST_ROWS} rows are compared here`);
    }
    const before = previous
      ? await this.#rowsOf(previous)
      : { header: [], counts: new Map<string, number>() };
    const after = await this.#rowsOf(issue);
    const added = surplus(after.counts, before.counts);
    const removed = surplus(before.counts, after.counts);
    return {
      issueId: issue.id,
      against: previous?.id ?? null,
      header: { before: before.header, after: after.header },
      unchanged: issue.rowCount - added.length,
      added: added.slice(0, SHOWN_ROWS),
      removed: removed.slice(0, SHOWN_ROWS),
      isCut: added.length > SHOWN_ROWS || removed.length > SHOWN_ROWS,
    };
  }

  async #rowsOf(issue: IssueSummary): Promise<Rows> {
    const file = await this.issues.open(issue);
    const records = pipeline(file, parse({ relax_column_count: true }), () => undefined);
    let header: string[] = [];
    const counts = new Map<string, number>();
    for await (const record of records as AsyncIterable<string[]>) {
      if (record[0] === '00') header = record;
      else {
        const key = JSON.stringify(record);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return { header, counts };
  }
}

function surplus(counts: Map<string, number>, others: Map<string, number>): string[][] {
  return [...counts].flatMap(([row, count]) =>
    Array.from({ length: Math.max(0, count - (others.get(row) ?? 0)) }, () => JSON.parse(row) as string[]),
  );
}
