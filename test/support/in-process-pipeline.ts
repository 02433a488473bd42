import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { FolderArchive } from '@app/archive';
import { dataSourceOptions } from '@app/database';
import { ReportBuilder } from '@app/reports';
import type { BuildOutcome } from '@app/reports';
import { createTestDatabase } from '@app/testing';
import type { TestDatabase } from '@app/testing';
import { DataSource } from 'typeorm';
import { FileLoader } from '../../apps/ingest/src/load/file-loader';
import type { LoadOutcome } from '../../apps/ingest/src/load/load-outcome';
import { SlotPlanner } from '../../apps/report-scheduler/src/planning/slot-planner';

const LIMIT_BYTES = 64 * 1024 * 1024;

/** What decides about the bytes of a report: whoever makes one again needs the same. */
export const PRODUCE_OPTIONS = {
  dnoSeesGasMeter: true,
  tieBreakKey: 'a key for tests only',
  fileNameProfile: 'appendix-b',
} as const;

export interface InputFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** The way from files to archived issues on a database of its own, without queues: for tests that look at results. */
export class InProcessPipeline {
  private constructor(
    private readonly database: TestDatabase,
    readonly root: string,
    readonly dataSource: DataSource,
    readonly archive: FolderArchive,
    readonly loader: FileLoader,
    readonly planner: SlotPlanner,
    readonly builder: ReportBuilder,
  ) {}

  static async open(): Promise<InProcessPipeline> {
    const database = await createTestDatabase();
    const root = await mkdtemp(join(tmpdir(), 'mrr-pipeline-'));
    const dataSource = new DataSource(
      dataSourceOptions({ url: database.url, poolSize: 6, applicationName: 'pipeline-test' }),
    );
    await dataSource.initialize();
    const archive = new FolderArchive(root);
    return new InProcessPipeline(
      database,
      root,
      dataSource,
      archive,
      new FileLoader(dataSource, archive, LIMIT_BYTES),
      new SlotPlanner(dataSource, { isS1mig009Enabled: true }),
      new ReportBuilder(dataSource, archive, {
        ...PRODUCE_OPTIONS,
        now: () => new Date('2020-04-01T12:34:56Z'),
      }),
    );
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Notes a file as received and returns its id. */
  async receive({ path, bytes }: InputFile): Promise<string> {
    const stored = await this.archive.storeUpload(Readable.from([bytes]), LIMIT_BYTES);
    const name = posix.basename(path);
    const [{ id }] = await this.dataSource.query<[{ id: string }]>(
      `INSERT INTO source_file (path, name, name_key, sha256, size_bytes, archive_key)
       VALUES ($1, $2, $2, $3, $4, $5) RETURNING id`,
      [path, name, stored.sha256, stored.bytes, stored.key],
    );
    return id;
  }

  async load(file: InputFile): Promise<LoadOutcome> {
    return this.loader.load(await this.receive(file));
  }

  async loadAll(files: Iterable<InputFile>): Promise<void> {
    for (const file of files) await this.load(file);
  }

  async plan(from: Date, to: Date): Promise<void> {
    await this.planner.planCalendar(from, to);
    await this.planner.planValidationResponses();
  }

  /** Builds all planned slots in slot order, `workers` at a time, and returns the outcomes by kind. */
  async buildAll(workers = 1): Promise<Partial<Record<BuildOutcome['kind'], number>>> {
    const slots = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM slot WHERE state = 'planned' ORDER BY slot_time, id`,
    );
    const counts: Partial<Record<BuildOutcome['kind'], number>> = {};
    const work = async (): Promise<void> => {
      for (let slot = slots.shift(); slot; slot = slots.shift()) {
        let outcome = await this.builder.build(slot.id);
        while (outcome.kind === 'waits') outcome = await this.builder.build(slot.id);
        counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    return counts;
  }

  /** Every issue's file, by `<folder>/<file name>`. */
  async issuedFiles(): Promise<InputFile[]> {
    const issues = await this.dataSource.query<{ folder: string; file_name: string; archive_key: string }[]>(
      'SELECT folder, file_name, archive_key FROM issue ORDER BY folder, file_name',
    );
    return Promise.all(
      issues.map(async ({ folder, file_name, archive_key }) => ({
        path: `${folder}/${file_name}`,
        bytes: await readFile(join(this.root, archive_key)),
      })),
    );
  }

  /** What became of each file, as `mrr batch --json` tells it. */
  async fileStates(): Promise<FileState[]> {
    return this.dataSource.query<FileState[]>(`
      SELECT f.path, f.state, f.code,
             coalesce(json_agg(json_build_object('record', p.record_number, 'field', p.field, 'code', p.code))
                        FILTER (WHERE p.severity = 'set-aside'), '[]') AS problems
        FROM source_file f LEFT JOIN source_file_problem p ON p.source_file_id = f.id
       GROUP BY f.id`);
  }
}

export interface FileState {
  path: string;
  state: string;
  code: string | null;
  problems: { record: number; field: string; code: string }[];
}
