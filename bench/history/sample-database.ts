import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Client } from 'pg';
import { dataSourceOptions } from '@app/database';
import type { Bench } from '../harness/bench';
import { withClient } from '../harness/with-client';
import { loadSample, SAMPLE } from './load-sample';

const SAMPLE_DATABASE = 'bench_sample';

/** What the sample depends on. A change of what the loader derives needs `--fresh`. */
export const SAMPLE_KEY = createHash('sha256')
  .update(JSON.stringify([SAMPLE, migrationNames()]))
  .digest('hex')
  .slice(0, 16);

/** The database of the sample as the product's loader has made it, for copies; it stays until its key changes. */
export async function sampleDatabase(bench: Bench): Promise<string> {
  if (await bench.hasDatabase(SAMPLE_DATABASE, SAMPLE_KEY)) return SAMPLE_DATABASE;
  bench.options.tell('loading the sample, which is kept for later runs');
  const unfinished = `${SAMPLE_DATABASE}_unfinished`;
  const url = await bench.createDatabase(unfinished);
  await setDurability(url, unfinished, 'off');
  await loadSample(url, join(bench.folder, 'homes', SAMPLE_DATABASE));
  await setDurability(url, unfinished, 'on');
  await withClient(url, (client: Client) => client.query('VACUUM ANALYZE'));
  await bench.renameDatabase(unfinished, SAMPLE_DATABASE, SAMPLE_KEY);
  return SAMPLE_DATABASE;
}

async function setDurability(url: string, database: string, value: 'on' | 'off'): Promise<void> {
  await withClient(url, (client) =>
    client.query(`ALTER DATABASE ${database} SET synchronous_commit = ${value}`),
  );
}

function migrationNames(): string[] {
  const { migrations } = dataSourceOptions({ url: '', poolSize: 1, applicationName: '' });
  return (migrations as { name: string }[]).map(({ name }) => name);
}
