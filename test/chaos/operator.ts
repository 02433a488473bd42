import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';

const LOOK_MS = 300;
/** A look that is not answered by then is asked again. */
const QUERY_MS = 3_000;

export interface SlotCounts {
  readonly ended: number;
  readonly unfinished: number;
  readonly failed: number;
}

/**
 * Asks for periods and waits until the product says that it is done, as an operator would; what it says is used for
 * nothing else. It goes straight to PostgreSQL, and is patient when that is away.
 */
export class Operator {
  readonly database: Pool;

  constructor(databaseUrl: string) {
    this.database = new Pool({
      connectionString: databaseUrl,
      max: 2,
      query_timeout: QUERY_MS,
      connectionTimeoutMillis: QUERY_MS,
    });
    this.database.on('error', () => undefined); // a crash was ordered
  }

  async requestPeriod(from: Date, to: Date): Promise<void> {
    // Asked twice when the answer is lost, which does no harm.
    await this.#patiently(() =>
      this.database.query('INSERT INTO period_request (starts_at, ends_at) VALUES ($1, $2)', [from, to]),
    );
  }

  /** @returns whether all files were decided in time */
  untilFilesAreDecided(inboxDir: string, deadlineMs: number): Promise<boolean> {
    let settledLooks = 0;
    return this.#until(deadlineMs, async () => {
      const { rows } = await this.database.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM source_file WHERE state = 'received'`,
      );
      settledLooks = rows[0]?.waiting === 0 && isEmpty(inboxDir) ? settledLooks + 1 : 0;
      return settledLooks >= 4; // longer than the inbox takes to find a file and note it
    });
  }

  untilSlotsHaveEnded(deadlineMs: number): Promise<boolean> {
    return this.#until(deadlineMs, async () => {
      const { rows } = await this.database.query<{ open: number }>(
        'SELECT count(*)::int AS open FROM period_request WHERE planned_at IS NULL',
      );
      return rows[0]?.open === 0 && (await this.#slotCounts()).unfinished === 0;
    });
  }

  slotCounts(): Promise<SlotCounts> {
    return this.#patiently(() => this.#slotCounts());
  }

  /** P1: every slot that has not ended well, with what the product says about it. */
  async badSlots(): Promise<string[]> {
    const { rows } = await this.database.query<{ text: string }>(
      `SELECT report_id || ' ' || recipient_id || ' ' || to_char(slot_time, 'YYYY-MM-DD HH24:MI') || ' slot ' || id || ': ' || state ||
              coalesce(' ' || last_error_code, '') || coalesce(' ' || last_error, '') AS text
         FROM slot WHERE state NOT IN ('delivered', 'nil') ORDER BY slot_time, id`,
    );
    return rows.map(({ text }) => `P1 ${text}`);
  }

  async undecidedFiles(): Promise<string[]> {
    const { rows } = await this.database.query<{ text: string }>(
      `SELECT 'P1 source file ' || id || ' ' || left(path, 100) || ': ' || state AS text FROM source_file WHERE state = 'received' ORDER BY id`,
    );
    return rows.map(({ text }) => text);
  }

  /** Of all recipients that the master data names. */
  async folders(): Promise<string[]> {
    const { rows } = await this.database.query<{ folder: string }>('SELECT DISTINCT folder FROM recipient');
    return rows.map(({ folder }) => folder);
  }

  async close(): Promise<void> {
    await this.database.end();
  }

  async #slotCounts(): Promise<SlotCounts> {
    const { rows } = await this.database.query<SlotCounts>(
      `SELECT (count(*) FILTER (WHERE state IN ('delivered', 'nil', 'failed')))::int AS ended,
              (count(*) FILTER (WHERE state NOT IN ('delivered', 'nil', 'failed')))::int AS unfinished,
              (count(*) FILTER (WHERE state = 'failed'))::int AS failed
         FROM slot`,
    );
    return rows[0] ?? { ended: 0, unfinished: 0, failed: 0 };
  }

  async #until(deadlineMs: number, isTrue: () => Promise<boolean>): Promise<boolean> {
    const deadline = performance.now() + deadlineMs;
    while (performance.now() < deadline) {
      if (await isTrue().catch(() => false)) return true;
      await delay(LOOK_MS);
    }
    return false;
  }

  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (attempt === 100) throw error;
        await delay(LOOK_MS);
      }
    }
  }
}

function isEmpty(inboxDir: string): boolean {
  return readdirSync(inboxDir, { recursive: true, withFileTypes: true }).every(
    (entry) => !entry.isFile() || entry.name.startsWith('.'),
  );
}
