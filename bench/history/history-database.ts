import { createHash } from 'node:crypto';
import { dataSourceOptions } from '@app/database';
import type { Client } from 'pg';
import { DataSource } from 'typeorm';
import { SlotPlanner } from '../../apps/report-scheduler/src/planning/slot-planner';
import type { Bench } from '../harness/bench';
import { withClient } from '../harness/with-client';
import { copyAttempts } from './copy-attempts';
import { copyUntoldSuccesses, largestRecipient } from './present-outage';
import { SAMPLE_KEY, sampleDatabase } from './sample-database';

/** Two years. */
const WEEKS = 104;
/** Copies have four digits of their own, 1000 to 9999. */
const MOST_COPIES = 8_900;

/**
 * What has a past: all of the sample's attempts of one week that have ended or never began. What is in process belongs to
 * the present.
 */
const ended = (lastOfSample: number): string => `
  SELECT id FROM attempt
   WHERE id <= ${lastOfSample}
     AND (commenced_at IS NULL OR concluded_at >= '2020-03-02T06:00:00Z' AND concluded_at < '2020-03-09T06:00:00Z')`;

export interface History {
  readonly database: string;
  readonly url: string;
  /** Who has the untold outcomes. */
  readonly recipientId: string;
}

/**
 * A database with that many attempts in two years before the sample's week, all told, and `untold` outcomes of one
 * recipient in the sample's week. It stays until its key changes.
 */
export async function historyDatabase(bench: Bench, attempts: number, untold: number): Promise<History> {
  const database = `bench_history_${attempts}`;
  const url = bench.urlOf(database);
  const key = createHash('sha256')
    .update(`${SAMPLE_KEY} ${attempts} ${untold} ${ended(0)}`)
    .digest('hex')
    .slice(0, 16);
  if (!(await bench.hasDatabase(database, key))) await makeHistory(bench, database, attempts, untold, key);
  return { database, url, recipientId: await withClient(url, largestRecipient) };
}

async function makeHistory(
  bench: Bench,
  database: string,
  attempts: number,
  untold: number,
  key: string,
): Promise<void> {
  const { tell } = bench.options;
  const start = performance.now();
  const unfinished = `${database}_unfinished`;
  const url = await bench.createDatabase(unfinished, await sampleDatabase(bench));
  await planOneWeek(url);
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ last: number }>('SELECT max(id)::int AS last FROM attempt');
    const chosen = ended(rows[0]?.last ?? 0);
    const recipientId = await largestRecipient(client);
    const firstNumber = await copyUntoldSuccesses(client, recipientId, untold, 1, tell);
    tell(`making ${attempts} attempts of history`);
    const weeksBack = await weeksOfCopies(client, chosen, attempts);
    if (firstNumber + weeksBack.length > MOST_COPIES) {
      throw new RangeError('The sample is too small for so much history');
    }
    await copyAttempts(client, { attempts: chosen, weeksBack, firstNumber, isTold: true, tell });
  });
  await bench.renameDatabase(unfinished, database, key);
  tell(`made in ${Math.round((performance.now() - start) / 1000)} s`);
}

/**
 * As many copies as the attempts need, spread evenly. The last is two weeks back: what ends a week is told by the first slot
 * of the next one, and those of the sample's own week are planned already.
 */
async function weeksOfCopies(client: Client, chosen: string, attempts: number): Promise<number[]> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (${chosen}) ended`,
  );
  const copies = Math.round(attempts / (rows[0]?.count ?? 1));
  return Array.from({ length: copies }, (_, index) => WEEKS + 1 - Math.floor((index * WEEKS) / copies));
}

/** The calendar of the sample's week, of which history is made. */
async function planOneWeek(url: string): Promise<void> {
  const dataSource = new DataSource(
    dataSourceOptions({ url, poolSize: 1, applicationName: 'bench-history' }),
  );
  await dataSource.initialize();
  try {
    const planner = new SlotPlanner(dataSource, { isS1mig009Enabled: true });
    await planner.planCalendar(new Date('2020-03-02T06:00:00Z'), new Date('2020-03-09T05:59:59Z'));
  } finally {
    await dataSource.destroy();
  }
}
