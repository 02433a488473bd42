import { Queue, Worker } from 'bullmq';
import { performance } from 'node:perf_hooks';
import type { Bench } from '../harness/bench';
import { median } from '../harness/median';
import { withClient } from '../harness/with-client';
import { loadMasterData } from '../history/load-sample';
import { runBurst } from '../burst/run-burst';
import type { Measure } from '../measure';

const TEMPLATE = 'bench_empty_reports';
const WORKERS = 2;

/**
 * What a slot costs when its report is empty: the slots of a Monday morning without any migration. All are nil but those
 * of S1MIG-009, which then is a header alone and is delivered, so that the way to the end is in it.
 */
export const queueOverhead: Measure = {
  name: 'queue-overhead',
  title: 'Queue overhead per slot',
  async measure(bench) {
    await prepare(bench);
    const ours: number[] = [];
    const bare: number[] = [];
    const statements: number[] = [];
    let conditions: Record<string, number> = {};
    for (let round = 0; round <= bench.options.rounds; round++) {
      // The warm-up counts statements, which costs time.
      const logsStatements = round === 0;
      const before = bench.statements.count;
      const { slots, delivered, elapsedMs } = await runBurst(bench, {
        template: TEMPLATE,
        workers: WORKERS,
        logsStatements,
      });
      if (logsStatements) statements.push((bench.statements.count - before) / slots);
      else {
        ours.push(elapsedMs / slots);
        bare.push((await bareQueue(bench, slots + delivered)) / slots);
      }
      conditions = { slots, delivered, workers: WORKERS };
    }
    return {
      figures: [
        {
          what: 'statements per slot',
          against: 'plan, enqueue, claim, state changes, delivery',
          goal: { kind: 'at most', value: 15 },
          value: median(statements),
          unit: '',
        },
        {
          what: 'time per slot',
          against: `${WORKERS} workers`,
          value: median(ours),
          unit: 'ms',
        },
        {
          what: 'time per slot',
          against: 'bare BullMQ add and process of as many jobs',
          value: median(ours) / median(bare),
          unit: '×',
        },
      ],
      series: [
        { name: 'mrr, per slot', unit: 'ms', values: ours },
        { name: 'bare BullMQ, per slot', unit: 'ms', values: bare },
      ],
      conditions,
    };
  },
};

/** Ninety recipients and nothing else. */
async function prepare(bench: Bench): Promise<void> {
  const url = await bench.createDatabase(TEMPLATE);
  await loadMasterData(url, bench.folder);
  await withClient(url, (client) => client.query('VACUUM ANALYZE'));
}

/** Milliseconds for `count` jobs that do nothing, added in bulk and processed by workers of this process. */
async function bareQueue(bench: Bench, count: number): Promise<number> {
  const options = { connection: { url: bench.redisUrl, maxRetriesPerRequest: null }, prefix: '{bench-bare}' };
  const queue = new Queue('bare', options);
  await queue.obliterate({ force: true });
  const start = performance.now();
  let done = 0;
  await new Promise<void>((resolve, reject) => {
    const work = (): Promise<void> => Promise.resolve();
    const workers = Array.from(
      { length: WORKERS },
      () => new Worker('bare', work, { ...options, concurrency: 2 }),
    );
    for (const worker of workers) {
      worker.on('error', reject);
      worker.on('completed', () => {
        done += 1;
        if (done === count) void Promise.all(workers.map((one) => one.close())).then(() => resolve(), reject);
      });
    }
    const jobs = Array.from({ length: count }, (_, index) => ({
      name: 'bare',
      data: { slotId: String(index) },
      opts: { jobId: `slot-${index}`, removeOnComplete: true },
    }));
    queue.addBulk(jobs).catch(reject);
  });
  const elapsed = performance.now() - start;
  await queue.close();
  return elapsed;
}
