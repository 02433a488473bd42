import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createArchive } from '@app/archive';
import { createTestDatabase, testRedisUrl, type RunningSimulator, type TestDatabase } from '@app/testing';
import { Queue } from 'bullmq';
import { Client } from 'pg';

const ROOT = join(__dirname, '..', '..');
const BUILD = `import('./scripts/build.mjs').then((build) => build.bringDistUpToDate(process.cwd()))`;

/** The GRAPH_* variables for a simulator, under its own addresses. */
export function graphVariables({ address }: RunningSimulator): Record<string, string> {
  return {
    DELIVERY_TARGET: 'sharepoint',
    GRAPH_BASE_URL: address.graphUrl,
    GRAPH_AUTHORITY_HOST: address.authorityUrl,
    GRAPH_TENANT_ID: address.tenantId,
    GRAPH_CLIENT_ID: address.clientId,
    GRAPH_CLIENT_SECRET: address.clientSecret,
    GRAPH_DRIVE_ID: address.driveId,
    GRAPH_UNITS_PER_MINUTE: '1000000',
  };
}

/** The built distribution app as a process of its own, with a database, a Redis and an archive that are real. */
export class DistributionRig {
  private child: ChildProcess | undefined;
  private lives = 0;

  private constructor(
    private readonly home: string,
    private readonly database: TestDatabase,
    private readonly redisUrl: string,
    private readonly sql: Client,
  ) {}

  static async open(): Promise<DistributionRig> {
    await once(spawn(process.execPath, ['-e', BUILD], { cwd: ROOT, stdio: 'inherit' }), 'exit');
    const database = await createTestDatabase();
    const sql = new Client({ connectionString: database.url });
    await sql.connect();
    const home = mkdtempSync(join(tmpdir(), 'mrr-distribution-'));
    return new DistributionRig(home, database, await testRedisUrl(), sql);
  }

  async close(): Promise<void> {
    await this.kill();
    await this.sql.end();
    await this.database.drop();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** An issue that is built and has to be delivered. */
  async issue(folder: string, fileName: string, content: Buffer): Promise<void> {
    const archive = createArchive({ kind: 'folder', folder: join(this.home, 'archive') });
    const { key, bytes, sha256 } = await archive.write(`issues/${randomUUID()}`, Readable.from([content]));
    await this.sql.query(
      `WITH slot AS (
         INSERT INTO slot (report_id, recipient_id, slot_time, due_at, state)
         VALUES ('S1MIG-007', $1, now(), now(), 'built') RETURNING id, slot_time)
       INSERT INTO issue (slot_id, report_id, recipient_id, sequence_number, created_at, file_name, folder, row_count,
                          size_bytes, sha256, archive_key)
       SELECT id, 'S1MIG-007', $1, 1, slot_time, $2, $3, 1, $4, $5, $6 FROM slot`,
      [randomUUID().slice(0, 23), fileName, folder, bytes, sha256, key],
    );
  }

  /** Starts the app on an empty queue and rings for what is not delivered, as the scheduler does after an outage. */
  async start(variables: Record<string, string>): Promise<void> {
    const env: NodeJS.ProcessEnv = {
      PATH: process.env['PATH'],
      MRR_HOME: this.home,
      DATABASE_URL: this.database.url,
      REDIS_URL: this.redisUrl,
      QUEUE_PREFIX: `{test-${randomUUID()}}`,
      DISTRIBUTION_CONCURRENCY: '1',
      LOG_FORMAT: 'json',
      ...variables,
    };
    const log = openSync(join(this.home, `${++this.lives}.log`), 'w');
    const script = join(ROOT, 'dist', 'apps', 'distribution', 'src', 'main.js');
    this.child = spawn(process.execPath, [script], { env, stdio: ['ignore', log, log] });
    closeSync(log);
    const prefix = env['QUEUE_PREFIX'] ?? '';
    const queue = new Queue('distribute-report', { connection: { url: this.redisUrl }, prefix });
    const { rows } = await this.sql.query<{ id: string }>(
      `SELECT i.id FROM issue i JOIN slot s ON s.id = i.slot_id WHERE s.state IN ('built', 'delivering') ORDER BY i.id`,
    );
    for (const { id } of rows) {
      const payload = { issueId: id, correlationId: randomUUID() };
      await queue.add('distribute-report', payload, { jobId: `issue-${id}`, attempts: 10 });
    }
    await queue.close();
  }

  /** As the machine's end: without a word. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** How many issues are delivered, with one receipt each. */
  async delivered(): Promise<number> {
    const { rows } = await this.sql.query<{ state: string; receipts: number }>(
      `SELECT s.state, (SELECT count(*)::int FROM delivery d JOIN issue i ON i.id = d.issue_id WHERE i.slot_id = s.id) AS receipts
         FROM slot s`,
    );
    const failed = rows.filter(({ state }) => state === 'failed');
    if (failed.length > 0) throw new Error(`A slot has failed:\n${this.lastLog()}`);
    return rows.filter(({ state, receipts }) => state === 'delivered' && receipts === 1).length;
  }

  lastLog(): string {
    return readFileSync(join(this.home, `${this.lives}.log`), 'utf8').slice(-4000);
  }

  /** Forgets all issues. */
  async clear(): Promise<void> {
    await this.sql.query('TRUNCATE slot, issue, delivery, upload_session CASCADE');
  }

  /** @throws Error with the app's last words if it does not come true */
  async until(what: string, isTrue: () => Promise<boolean>, deadlineMs = 150_000): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`Not in time: ${what}\n${this.lastLog()}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}
