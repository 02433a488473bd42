import { createHash } from 'node:crypto';
import type { Bench } from '../harness/bench';
import { withClient } from '../harness/with-client';
import { copyAttempts } from '../history/copy-attempts';
import { copyUntoldSuccesses, largestRecipient } from '../history/present-outage';
import { SAMPLE_KEY, sampleDatabase } from '../history/sample-database';

/**
 * The peak week: the sample's week many times over, nothing told yet but the responses of all weeks before it, so that the
 * burst's slots of S1MIG-010 are those of a day.
 *
 * @param outage how many successes the largest recipient was not told, besides those of the week
 */
export async function burstDatabase(bench: Bench, attempts: number, outage = 0): Promise<string> {
  const database = `bench_peak_week_${attempts}_${outage}`;
  const key = createHash('sha256')
    .update(`${SAMPLE_KEY} ${attempts} ${outage} burst`)
    .digest('hex')
    .slice(0, 16);
  if (await bench.hasDatabase(database, key)) return database;
  const unfinished = `${database}_unfinished`;
  const url = await bench.createDatabase(unfinished, await sampleDatabase(bench));
  bench.options.tell(`making a week of ${attempts} attempts`);
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ count: number; last: number }>(
      'SELECT count(*)::int AS count, max(id)::int AS last FROM attempt',
    );
    // Whatever the sample's attempts became: also what is in process.
    const sample = `SELECT id FROM attempt WHERE id <= ${rows[0]?.last ?? 0}`;
    const { tell } = bench.options;
    const firstNumber =
      outage === 0 ? 1 : await copyUntoldSuccesses(client, await largestRecipient(client), outage, 1, tell);
    const copies = Math.max(1, Math.round(attempts / (rows[0]?.count ?? 1)) - 1);
    const weeksBack = Array<number>(copies).fill(0);
    await copyAttempts(client, { attempts: sample, weeksBack, firstNumber, isTold: false, tell });
    await client.query(TELL_OLD_RESPONSES);
    await client.query('VACUUM (FULL, ANALYZE) authorisation_response');
  });
  await bench.renameDatabase(unfinished, database, key);
  return database;
}

/** Slots of S1MIG-010 follow the response files that are not told; those of the burst's last day stay. */
const TELL_OLD_RESPONSES = `
  UPDATE authorisation_response SET issue_id = 0
   WHERE responded_at < (SELECT max(responded_at) - interval '1 day' FROM authorisation_response)`;
