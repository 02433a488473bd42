import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { Archive } from '@app/archive';
import { parse } from 'csv-parse';
import { DataSource } from 'typeorm';
import { readCursor, toPage } from '../api/page';
import type { Page } from '../api/page';
import type { IssueQuery } from './issue.schemas';

export interface IssueSummary {
  id: string;
  slotId: string;
  reportId: string;
  recipientId: string;
  sequenceNumber: number;
  slotTime: Date;
  createdAt: Date;
  fileName: string;
  folder: string;
  rowCount: number;
  sizeBytes: string;
  sha256: string;
  previousSha256: string | null;
  state: 'built' | 'delivering' | 'delivered' | 'failed';
  deliveredAt: Date | null;
  location: string | null;
  reissues: string | null;
  reissuedAs: string | null;
}

/** The register of issues and their files; `party` restricts to one Party's User IDs. */
@Injectable()
export class IssueReader {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Archive) private readonly archive: Archive,
  ) {}

  /** Newest first. */
  async list(query: IssueQuery, party: string | null): Promise<Page<IssueSummary>> {
    const [before] = readCursor(query.cursor, 'id') ?? [null];
    const rows = await this.dataSource.query<IssueSummary[]>(
      `${SELECT_ISSUE}
        WHERE ($1::text IS NULL OR i.report_id = $1) AND ($2::text IS NULL OR i.recipient_id = $2)
          AND ($3::timestamptz IS NULL OR i.created_at >= $3) AND ($4::timestamptz IS NULL OR i.created_at <= $4)
          AND ${OF_PARTY('$5')} AND ($6::bigint IS NULL OR i.id < $6::bigint)
        ORDER BY i.id DESC LIMIT $7`,
      [
        query.report ?? null,
        query.recipient ?? null,
        query.from ?? null,
        query.to ?? null,
        party,
        before,
        query.limit + 1,
      ],
    );
    return toPage(rows, query.limit, ({ id }) => [id]);
  }

  /** @throws NotFoundException also for another Party's issue: it must not even be known that there is one */
  async find(id: string, party: string | null): Promise<IssueSummary> {
    const [issue] = await this.dataSource.query<IssueSummary[]>(
      `${SELECT_ISSUE} WHERE i.id = $1 AND ${OF_PARTY('$2')}`,
      [id, party],
    );
    if (!issue) throw new NotFoundException(`There is no issue ${id}`);
    return issue;
  }

  /** The issue before this one in its series; null: it is the first. */
  async previous({ reportId, recipientId, sequenceNumber }: IssueSummary): Promise<IssueSummary | null> {
    const [issue] = await this.dataSource.query<IssueSummary[]>(
      `${SELECT_ISSUE} WHERE i.report_id = $1 AND i.recipient_id = $2 AND i.sequence_number = $3`,
      [reportId, recipientId, sequenceNumber - 1],
    );
    return issue ?? null;
  }

  async open(issue: IssueSummary): Promise<Readable> {
    const [{ archive_key }] = await this.dataSource.query<[{ archive_key: string }]>(
      'SELECT archive_key FROM issue WHERE id = $1',
      [issue.id],
    );
    if (!(await this.archive.stat(archive_key))) {
      throw new NotFoundException('The archive has lost this file; requeue its slot with rebuild');
    }
    return this.archive.read(archive_key);
  }
}

/** Reads rows of an issued or previewed file. */
export async function readRows(file: Readable, firstRow: number, limit: number): Promise<FileRows> {
  const records = pipeline(file, parse({ relax_column_count: true }), () => undefined);
  let header: string[] = [];
  const rows: string[][] = [];
  let row = 0;
  for await (const record of records as AsyncIterable<string[]>) {
    if (row === 0) header = record;
    else if (row >= firstRow) rows.push(record);
    if (rows.length === limit) break;
    row += 1;
  }
  return { header, rows, firstRow };
}

export interface FileRows {
  readonly header: string[];
  readonly rows: string[][];
  /** Number of the first of `rows`; the first detail row is 1. */
  readonly firstRow: number;
}

const OF_PARTY = (placeholder: string): string =>
  `(${placeholder}::text IS NULL OR i.recipient_id IN (SELECT user_id FROM recipient WHERE party_signifier = ${placeholder}))`;

const SELECT_ISSUE = `
  SELECT i.id, i.slot_id AS "slotId", i.report_id AS "reportId", i.recipient_id AS "recipientId",
         i.sequence_number AS "sequenceNumber", s.slot_time AS "slotTime", i.created_at AS "createdAt",
         i.file_name AS "fileName", i.folder, i.row_count AS "rowCount", i.size_bytes AS "sizeBytes", i.sha256,
         i.previous_sha256 AS "previousSha256", s.state, d.delivered_at AS "deliveredAt",
         d.receipt ->> 'location' AS location, s.reissues_issue_id AS reissues,
         (SELECT again.id FROM slot again WHERE again.reissues_issue_id = i.id) AS "reissuedAs"
    FROM issue i
    JOIN slot s ON s.id = i.slot_id
    LEFT JOIN delivery d ON d.issue_id = i.id`;
