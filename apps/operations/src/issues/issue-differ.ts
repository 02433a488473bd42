import { pipeline } from 'node:stream';
import { Inject, Injectable, PayloadTooLargeException } from '@nestjs/common';
import { reportDefinition } from '@app/mrr';
import type { ReportId } from '@app/mrr';
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
    const onlyAfter = surplus(after.counts, before.counts);
    const { added, removed, changed } = pairs(
      issue.reportId as ReportId,
      onlyAfter,
      surplus(before.counts, after.counts),
    );
    return {
      issueId: issue.id,
      against: previous?.id ?? null,
      header: { before: before.header, after: after.header },
      unchanged: issue.rowCount - onlyAfter.length,
      added: added.slice(0, SHOWN_ROWS),
      removed: removed.slice(0, SHOWN_ROWS),
      changed: changed.slice(0, SHOWN_ROWS),
      isCut: [added, removed, changed].some(({ length }) => length > SHOWN_ROWS),
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

/** Columns, from 1, that tell rows apart where the order of the report does not: attempts, authorisations, responses. */
const KEYS: Readonly<Partial<Record<ReportId, readonly number[]>>> = {
  'S1MIG-001': [2, 4, 5, 9],
  'S1MIG-002': [2, 4, 5, 9],
  'S1MIG-003': [2, 4, 5, 9],
  'S1MIG-006': [3, 4, 5],
  'S1MIG-010': [2, 3],
};

/** Tells a row that changed from one that came and another one that went: by its key, where that is unique on both sides. */
function pairs(
  reportId: ReportId,
  after: string[][],
  before: string[][],
): Pick<IssueDiff, 'added' | 'removed' | 'changed'> {
  const { detail, order } = reportDefinition(reportId);
  const keyColumns = KEYS[reportId] ?? order.columns;
  const keyOf = (row: readonly string[]): string[] => keyColumns.map((column) => row[column - 1] ?? '');
  const oldRows = byKey(before, keyOf);
  const changed: IssueDiff['changed'] = [];
  const paired = new Set<string[]>();
  for (const [key, row] of byKey(after, keyOf)) {
    const old = oldRows.get(key);
    if (!row || !old) continue;
    paired.add(row).add(old);
    const columns = row.flatMap((value, index) => {
      const was = old[index] ?? '';
      return value === was
        ? []
        : [{ column: index + 1, name: detail[index]?.name ?? '', before: was, after: value }];
    });
    changed.push({ key: keyOf(row), columns });
  }
  const unpaired = (rows: string[][]): string[][] => rows.filter((row) => !paired.has(row));
  return { added: unpaired(after), removed: unpaired(before), changed };
}

/** Rows by key; null: several have it, so it tells nothing. */
function byKey(rows: string[][], keyOf: (row: string[]) => string[]): Map<string, string[] | null> {
  const found = new Map<string, string[] | null>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    found.set(key, found.has(key) ? null : row);
  }
  return found;
}
