import { dataSourceOptions } from '@app/database';
import { JobProducer } from '@app/queue';
import { createTestDatabase, testQueuePrefix, testRedisUrl, type TestDatabase } from '@app/testing';
import { DataSource } from 'typeorm';
import { UnfinishedWork } from './unfinished-work';

const MANY = 2_000;
const SOME = 500;
/** A second or so on an idle machine (docs/reliability.md). */
const RUNG_WITHIN_MS = 30_000;
const INTERVAL_MS = 30_000;

describe('unfinished work', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let producer: JobProducer;
  let unfinished: UnfinishedWork;

  const ids = async (order: string): Promise<string[]> =>
    (await dataSource.query<{ id: string }[]>(`SELECT id FROM slot ORDER BY ${order}`)).map(({ id }) => id);
  const waiting = async (): Promise<string[]> =>
    (await producer.queue('build-report').getWaiting()).map(
      ({ data }) => (data as { slotId: string }).slotId,
    );

  beforeEach(async () => {
    database = await createTestDatabase();
    dataSource = new DataSource(
      dataSourceOptions({ url: database.url, poolSize: 2, applicationName: 'test' }),
    );
    await dataSource.initialize();
    producer = new JobProducer({ backend: 'redis', url: await testRedisUrl(), prefix: testQueuePrefix() });
    unfinished = new UnfinishedWork(dataSource, producer);
    await dataSource.query(`
      INSERT INTO recipient (user_id, role, party_signifier, party_name, folder)
      VALUES ('supplier', 'SUPPLIER', 'SUP001', 'One', 'SUP001 One')`);
  });

  /** The later the slot, the smaller its id. */
  const owe = (count: number): Promise<unknown> =>
    dataSource.query(
      `INSERT INTO slot (report_id, recipient_id, slot_time, due_at, state, queued_at)
       SELECT 'S1MIG-001', 'supplier', t, t, 'queued', now() - interval '1 hour'
         FROM (SELECT '2020-03-02'::timestamptz - n * interval '6 hours' AS t FROM generate_series(1, $1) n)`,
      [count],
    );

  afterEach(async () => {
    await producer.onApplicationShutdown();
    await dataSource.destroy();
    await database.drop();
  });

  it('is all rung for within seconds after Redis has lost everything, the earliest first', async () => {
    await owe(MANY);
    const startedAt = performance.now();
    await unfinished.ringAgain(INTERVAL_MS);
    expect(performance.now() - startedAt).toBeLessThan(RUNG_WITHIN_MS);
    expect(await waiting()).toEqual(await ids('slot_time'));
  });

  it('is rung for by and by when Redis does not take all of it in time', async () => {
    await owe(SOME);
    const queue = producer.queue('build-report');
    const addBulk = queue.addBulk.bind(queue);
    let calls = 0;
    jest.spyOn(queue, 'addBulk').mockImplementation((jobs) => {
      calls += 1;
      return calls % 2 === 0 ? Promise.reject(new Error('too slow')) : addBulk(jobs);
    });
    let looks = 0;
    for (let isDone = false; !isDone; looks += 1) {
      const before = (await waiting()).length;
      isDone = await unfinished.ringAgain(INTERVAL_MS).then(
        () => true,
        () => false,
      );
      expect((await waiting()).length).toBeGreaterThan(before);
    }
    expect(looks).toBeGreaterThan(2);
    expect(await waiting()).toEqual(await ids('slot_time'));
  });

  it('costs one question for each job that is still there', async () => {
    await owe(SOME);
    await unfinished.ringAgain(INTERVAL_MS);
    const queue = producer.queue('build-report');
    const [getJobState, getJob, addBulk] = [
      jest.spyOn(queue, 'getJobState'),
      jest.spyOn(queue, 'getJob'),
      jest.spyOn(queue, 'addBulk'),
    ];
    await unfinished.ringAgain(INTERVAL_MS);
    expect(getJobState).toHaveBeenCalledTimes(SOME);
    expect(getJob).not.toHaveBeenCalled();
    expect(addBulk).not.toHaveBeenCalled();
  });
});
