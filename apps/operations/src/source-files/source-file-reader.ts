import type { Readable } from 'node:stream';
import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { Archive } from '@app/archive';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { readCursor, toPage } from '../api/page';
import type { Page } from '../api/page';
import type { SourceFileQuery, sourceFileDetail, sourceFileSummary } from './source-file.schemas';

type WithDates<T> = {
  [K in keyof T]: K extends 'receivedAt' ? Date : K extends 'createdAt' | 'finishedAt' ? Date | null : T[K];
};
export type SourceFileSummary = WithDates<z.output<typeof sourceFileSummary>>;
export type SourceFileDetail = WithDates<z.output<typeof sourceFileDetail>>;

/** Problems that are told of one file; a hostile one may have as many as records. */
const MOST_PROBLEMS = 1_000;

/** Received files and what became of them. */
@Injectable()
export class SourceFileReader {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Archive) private readonly archive: Archive,
  ) {}

  /** Newest first. */
  async list(query: SourceFileQuery): Promise<Page<SourceFileSummary>> {
    const [before] = readCursor(query.cursor, 'id') ?? [null];
    const rows = await this.dataSource.query<SourceFileSummary[]>(
      `SELECT ${COLUMNS} FROM source_file f
        WHERE ($1::text IS NULL OR f.state = $1) AND ($2::text IS NULL OR f.kind = $2)
          AND ($3::text IS NULL OR strpos(lower(f.name), lower($3)) > 0)
          AND ($4::timestamptz IS NULL OR f.received_at >= $4) AND ($5::timestamptz IS NULL OR f.received_at <= $5)
          AND (NOT $6::boolean OR f.state = 'rejected' OR f.set_aside_count > 0)
          AND ($7::bigint IS NULL OR f.id < $7::bigint)
        ORDER BY f.id DESC LIMIT $8`,
      [
        query.state ?? null,
        query.kind ?? null,
        query.name ?? null,
        query.from ?? null,
        query.to ?? null,
        query.withProblems === 'true',
        before,
        query.limit + 1,
      ],
    );
    return toPage(rows, query.limit, ({ id }) => [id]);
  }

  /** @throws NotFoundException */
  async find(id: string): Promise<SourceFileDetail> {
    const [file] = await this.dataSource.query<SourceFileDetail[]>(
      `SELECT ${COLUMNS}, coalesce((
                SELECT json_agg(p) FROM (
                  SELECT record_number AS record, field, code, message, value, severity
                    FROM source_file_problem WHERE source_file_id = f.id
                   ORDER BY record_number, id LIMIT ${MOST_PROBLEMS}) p), '[]') AS problems
         FROM source_file f WHERE f.id = $1`,
      [id],
    );
    if (!file) throw new NotFoundException(`There is no source file ${id}`);
    return file;
  }

  /** The bytes as received. @throws NotFoundException */
  async open(id: string): Promise<Readable> {
    const [file] = await this.dataSource.query<{ archive_key: string | null }[]>(
      'SELECT archive_key FROM source_file WHERE id = $1',
      [id],
    );
    if (!file?.archive_key) throw new NotFoundException(`The bytes of source file ${id} are not kept`);
    return this.archive.read(file.archive_key);
  }
}

const COLUMNS = `
  f.id, f.path, f.name, f.kind, f.originator, f.counter, f.state, f.code, f.reason, f.size_bytes AS "sizeBytes",
  f.sha256, f.received_at AS "receivedAt", f.created_at AS "createdAt", f.finished_at AS "finishedAt",
  f.record_count AS "recordCount", f.set_aside_count AS "setAsideCount"`;
