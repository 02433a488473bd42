import { RunningSimulator, testRedisUrl } from '@app/testing';
import { Redis } from 'ioredis';
import type { DeliveryError } from '../src/errors/delivery.error';
import { consignmentOf } from '../src/testing/describe-delivery-target';
import { ROOT_FOLDER, targetFor } from './sharepoint-harness';
import { SharedVirtualClock } from './shared-virtual-clock';

const FILES = 600;
const WORKERS_PER_PROCESS = 4;
const TENANT_UNITS_PER_MINUTE = 1250;
/** Two thousand requests on a busy machine. */
const PATIENCE_MS = 300_000;
const content = Buffer.from('00,S1MIG-007,10\r\n10,1\r\n');
const { folder } = consignmentOf(content);

let simulator: RunningSimulator;
let redis: Redis;
let clock: SharedVirtualClock;

beforeAll(async () => {
  simulator = await RunningSimulator.start();
  redis = new Redis(await testRedisUrl());
});
afterAll(async () => {
  await redis.quit();
  await simulator.stop();
});
beforeEach(async () => {
  await simulator.reset();
  await simulator.makeFolder(`${ROOT_FOLDER}/${folder}`);
  clock = await SharedVirtualClock.start(simulator);
});

/** Two processes that share nothing but Redis; each file is tried until it has arrived, as the queue does. */
async function deliverAll(files: number, unitsPerMinute: number): Promise<void> {
  const names = Array.from({ length: files }, (_, index) => `report#${index}.csv`);
  const workers = [1, 2].flatMap(() => {
    const target = targetFor(simulator, { clock, redis }, { unitsPerMinute });
    return Array.from({ length: WORKERS_PER_PROCESS }, () => async () => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        await untilDelivered(() => target.deliver(consignmentOf(content, { fileName: name as string })));
      }
    });
  });
  await clock.run(workers);
}

async function untilDelivered(deliver: () => Promise<unknown>): Promise<void> {
  for (;;) {
    const error = await deliver().then(
      () => undefined,
      (thrown: DeliveryError) => thrown,
    );
    if (!error) return;
    if (error.retryAfterMs === undefined) throw error;
    await clock.sleep(error.retryAfterMs);
  }
}

/** The simulator knows one application, so all tests use the same key. */
async function clearBudget(): Promise<void> {
  const keys = await redis.keys('{mrr}:graph:*');
  if (keys.length > 0) await redis.del(keys);
}

describe('600 files for a tenant of 1,250 units a minute', () => {
  beforeEach(clearBudget);

  it(
    'arrive within the budget without a single refusal',
    async () => {
      await simulator.set({ unitsPerMinute: TENANT_UNITS_PER_MINUTE });
      const startedAt = clock.now();
      await deliverAll(FILES, TENANT_UNITS_PER_MINUTE);
      const state = await simulator.state();
      expect(state.items.filter(({ isFolder }) => !isFolder)).toHaveLength(FILES);
      expect(state).toMatchObject({ throttled: 0, violations: 0 });
      const unitsNeeded = FILES * 4;
      expect(clock.now() - startedAt).toBeLessThan((unitsNeeded / TENANT_UNITS_PER_MINUTE + 1) * 60_000);
    },
    PATIENCE_MS,
  );

  it.each([
    { files: FILES, unitsPerMinute: TENANT_UNITS_PER_MINUTE, retryAfter: 'integer' },
    { files: 60, unitsPerMinute: 100, retryAfter: 'decimal' },
    { files: 60, unitsPerMinute: 100, retryAfter: 'date' },
    { files: 60, unitsPerMinute: 100, retryAfter: 'integer', throttleCode: 'TooManyRequests' },
    { files: 60, unitsPerMinute: 100, retryAfter: 'integer', throttleStatus: 503 },
  ] as const)(
    'arrive although nobody knows the budget, and no request is sent before Retry-After has passed: %j',
    async ({ files, ...settings }) => {
      // Who is told what is left may slow down in time and never be refused.
      await simulator.set({ ...settings, rateLimitHeaders: false });
      const startedAt = clock.now();
      await deliverAll(files, 100_000);
      const state = await simulator.state();
      expect(state.items.filter(({ isFolder }) => !isFolder)).toHaveLength(files);
      expect(state.violations).toBe(0);
      expect(state.throttled).toBeGreaterThan(0);
      // Only those that were on their way when the first of a minute was refused.
      const minutes = Math.ceil((clock.now() - startedAt) / 60_000);
      expect(state.throttled).toBeLessThanOrEqual(minutes * 2 * WORKERS_PER_PROCESS);
    },
    PATIENCE_MS,
  );

  it(
    'arrive, slower, when the answers tell what is left of a budget that nobody knew',
    async () => {
      const [files, unitsPerMinute] = [60, 100];
      await simulator.set({ unitsPerMinute, rateLimitHeaders: true });
      const startedAt = clock.now();
      await deliverAll(files, 100_000);
      const state = await simulator.state();
      expect(state.items.filter(({ isFolder }) => !isFolder)).toHaveLength(files);
      expect(state.violations).toBe(0);
      expect(clock.now() - startedAt).toBeGreaterThanOrEqual(60_000);
    },
    PATIENCE_MS,
  );
});

describe('the shared limiter', () => {
  beforeEach(clearBudget);

  it('lets a pause hold for another process, and go on after it', async () => {
    const [one, other] = [1, 2].map(() => targetFor(simulator, { clock, redis }));
    await simulator.inject({ operation: 'find', action: { kind: 'refuse', status: 429, retryAfter: '600' } });
    await expect(one?.deliver(consignmentOf(content))).rejects.toMatchObject({ code: 'DELIVERY.THROTTLED' });
    const sent = (await simulator.journal()).length;
    await expect(other?.deliver(consignmentOf(content))).rejects.toMatchObject({
      code: 'DELIVERY.THROTTLED',
      retryable: true,
      retryAfterMs: 600_000,
    });
    expect(await simulator.journal()).toHaveLength(sent);
  });

  it('lets a wait that the token endpoint asked for hold for another process, which has a token', async () => {
    const [one, other] = [1, 2].map(() => targetFor(simulator, { clock, redis }));
    await other?.deliver(consignmentOf(content, { fileName: 'first.csv' }));
    await simulator.inject({
      operation: 'token',
      action: { kind: 'refuse', status: 503, retryAfter: '600' },
    });
    for (const target of [one, other]) {
      const sent = (await simulator.journal()).length;
      await expect(target?.deliver(consignmentOf(content))).rejects.toMatchObject({
        code: 'DELIVERY.THROTTLED',
        retryAfterMs: 600_000,
      });
      expect(await simulator.journal()).toHaveLength(target === one ? sent + 1 : sent);
    }
  });

  it('makes the stops for a full library longer, whichever process finds it full, and forgets them', async () => {
    const targets = [1, 2].map(() => targetFor(simulator, { clock, redis }));
    await simulator.set({ quotaLeftBytes: 5 });
    const stop = async (attempt: number) => {
      const error: unknown = await targets[attempt % 2]
        ?.deliver(consignmentOf(content))
        .catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'DELIVERY.TARGET_STOPPED' });
      return (error as { retryAfterMs: number }).retryAfterMs;
    };
    for (const mostSeconds of [15, 30, 60, 120]) {
      const ms = await stop(mostSeconds / 15);
      expect(await stop(mostSeconds / 15 + 1)).toBeLessThanOrEqual(ms); // the same stop, for the other process too
      expect(ms).toBeGreaterThanOrEqual(mostSeconds * 500);
      expect(ms).toBeLessThanOrEqual(mostSeconds * 1000);
      await clock.run([() => clock.sleep(ms)]);
    }
    await clock.run([() => clock.sleep(16 * 60_000)]);
    expect(await stop(0)).toBeLessThanOrEqual(15_000);
  });

  it('does without Redis when Redis is gone', async () => {
    const gone = new Redis({ lazyConnect: true, enableOfflineQueue: false, retryStrategy: () => null });
    gone.on('error', () => undefined);
    await targetFor(simulator, { clock, redis: gone }).deliver(consignmentOf(content));
    gone.disconnect();
  });
});
