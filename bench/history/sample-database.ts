import { join } from 'node:path';
import type { Bench } from '../harness/bench';
import { loadSample, SAMPLE } from './load-sample';

const SAMPLE_DATABASE = 'bench_sample';

/** The database of the sample as the product's loader has made it, for copies; made once in each run. */
export async function sampleDatabase(bench: Bench): Promise<string> {
  if (!ready.has(bench)) ready.set(bench, makeSample(bench));
  await ready.get(bench);
  return SAMPLE_DATABASE;
}

const ready = new WeakMap<Bench, Promise<void>>();

async function makeSample(bench: Bench): Promise<void> {
  bench.options.tell('loading the sample');
  const url = await bench.createDatabase(SAMPLE_DATABASE);
  await loadSample(url, join(bench.folder, 'homes', SAMPLE_DATABASE), SAMPLE);
}
