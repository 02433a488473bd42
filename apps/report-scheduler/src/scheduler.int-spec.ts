import { randomUUID } from 'node:crypto';
import { dataSourceOptions } from '@app/database';
import { JobProducer } from '@app/queue';
import { createTestDatabase, testQueuePrefix, testRedisUrl } from '@app/testing';
import type { TestDatabase } from '@app/testing';
import { DataSource } from 'typeorm';
import { AlertRaiser } from './alerts/alert-raiser';
import { SlotEnqueuer } from './enqueueing/slot-enqueuer';
import { UnfinishedWork } from './enqueueing/unfinished-work';
import { SlotPlanner } from './planning/slot-planner';
import { Scheduler } from './scheduler';

const NOON = new Date('2020-03-09T12:00:00Z'); // a Monday

describe('the scheduler', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let producer: JobProducer;

  const scheduler = (options: { followsCalendar: boolean } = { followsCalendar: true }): Scheduler =>
    new Scheduler(
      dataSource,
      new SlotPlanner(dataSource, { isS1mig009Enabled: true }),
      new SlotEnqueuer(dataSource, producer),
      new UnfinishedWork(dataSource, producer),
      new AlertRaiser(dataSource, 0),
      { ...options, pollIntervalMs: 1_000, reconcileIntervalMs: 1, maCutOffSecondsIntoWeek: 0 },
    );
  const slots = (): Promise<{ report_id: string; recipient_id: string; slot_time: Date; state: string }[]> =>
    dataSource.query(
      'SELECT report_id, recipient_id, slot_time, state FROM slot ORDER BY slot_time, report_id, recipient_id',
    );

  beforeEach(async () => {
    database = await createTestDatabase();
    dataSource = new DataSource(
      dataSourceOptions({ url: database.url, poolSize: 6, applicationName: 'scheduler-test' }),
    );
    await dataSource.initialize();
    producer = new JobProducer({ backend: 'redis', url: await testRedisUrl(), prefix: testQueuePrefix() });
    await dataSource.query(`
      INSERT INTO recipient (user_id, role, party_signifier, party_name, folder, reporting_from, reporting_to) VALUES
        ('supplier', 'SUPPLIER', 'SUP001', 'One', 'SUP001 One', NULL, NULL),
        ('dno', 'DNO', 'DNO001', 'Net', 'DNO001 Net', NULL, NULL),
        ('ended', 'SUPPLIER', 'SUP002', 'Two', 'SUP002 Two', '2020-03-01', '2020-03-08'),
        ('starting', 'SUPPLIER', 'SUP003', 'Three', 'SUP003 Three', '2020-03-10', NULL)`);
  });

  afterEach(async () => {
    await producer.onApplicationShutdown();
    await dataSource.destroy();
    await database.drop();
  });

  it('makes up the slots that were missed while it was down, with their own times', async () => {
    await scheduler().beat(new Date('2020-03-09T04:00:00Z'));
    await scheduler().beat(NOON);
    const planned = (await slots()).filter(({ recipient_id }) => recipient_id === 'supplier');
    expect(
      planned.map(({ report_id, slot_time }) => `${report_id} ${slot_time.toISOString().slice(11, 16)}`),
    ).toEqual([
      'S1MIG-003 05:00',
      'S1MIG-001 06:00',
      'S1MIG-002 06:00',
      'S1MIG-004 06:00',
      'S1MIG-005 06:00',
      'S1MIG-006 06:00',
      'S1MIG-007 06:00',
      'S1MIG-008 06:00',
      'S1MIG-009 06:00',
      'S1MIG-001 12:00',
      'S1MIG-002 12:00',
    ]);
  });

  it('plans for a recipient from its first to its last reporting date, and a DNO only its own reports', async () => {
    await dataSource.query(`INSERT INTO period_request (starts_at, ends_at)
      VALUES ('2020-03-08T00:00:00Z', '2020-03-10T23:59:59Z')`);
    await scheduler({ followsCalendar: false }).beat(NOON);
    const planned = await slots();
    const datesOf = (recipient: string): string[] => [
      ...new Set(
        planned
          .filter((slot) => slot.recipient_id === recipient)
          .map((slot) => slot.slot_time.toISOString().slice(0, 10)),
      ),
    ];
    expect(datesOf('ended')).toEqual(['2020-03-08']);
    expect(datesOf('starting')).toEqual(['2020-03-10']);
    const ofDno = new Set(
      planned.filter(({ recipient_id }) => recipient_id === 'dno').map(({ report_id }) => report_id),
    );
    expect([...ofDno].toSorted()).toEqual(['S1MIG-001', 'S1MIG-002', 'S1MIG-003', 'S1MIG-005']);
  });

  it('plans each slot once when two schedulers beat at once', async () => {
    await scheduler().beat(new Date('2020-03-09T04:00:00Z'));
    await Promise.all([scheduler().beat(NOON), scheduler().beat(NOON)]);
    await scheduler().beat(NOON);
    const keys = (await slots()).map(
      (slot) => `${slot.report_id} ${slot.recipient_id} ${slot.slot_time.toISOString()}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(10);
  });

  it('rings once for each slot, and again when Redis has forgotten it', async () => {
    await scheduler().beat(new Date('2020-03-09T04:00:00Z'));
    await scheduler().beat(NOON);
    const queue = producer.queue('build-report');
    const owed = (await slots()).length;
    expect(await queue.getWaitingCount()).toBe(owed);
    await queue.obliterate({ force: true });
    expect(await queue.getWaitingCount()).toBe(0);
    await scheduler().beat(new Date(NOON.getTime() + 1_000));
    expect(await queue.getWaitingCount()).toBe(owed);
  });

  it('rings again for an issue that is not delivered and a file that is not loaded', async () => {
    const [{ id: slotId }] = await dataSource.query<[{ id: string }]>(
      `
      INSERT INTO slot (report_id, recipient_id, slot_time, due_at, state, queued_at)
      VALUES ('S1MIG-001', 'supplier', $1, $1, 'built', now() - interval '1 hour') RETURNING id`,
      [NOON],
    );
    await dataSource.query(
      `INSERT INTO issue (slot_id, report_id, recipient_id, sequence_number, created_at, file_name, folder, row_count,
                          size_bytes, sha256, archive_key)
       VALUES ($1, 'S1MIG-001', 'supplier', 1, $2, 'name', 'folder', 1, 1, 'hash', 'key')`,
      [slotId, NOON],
    );
    await dataSource.query(
      `INSERT INTO source_file (path, name, name_key, sha256, size_bytes, archive_key, received_at)
       VALUES ('a', 'a', 'a', $1, 1, 'key', now() - interval '1 hour')`,
      [randomUUID()],
    );
    await scheduler({ followsCalendar: false }).beat(NOON);
    expect(await producer.queue('distribute-report').getWaitingCount()).toBe(1);
    expect(await producer.queue('ingest-file').getWaitingCount()).toBe(1);
  });

  it('tells of a slot that is late, and takes it back when the slot ends', async () => {
    await scheduler().beat(new Date('2020-03-09T04:00:00Z'));
    await scheduler().beat(NOON);
    await scheduler().beat(new Date('2020-03-09T13:30:00Z'));
    const open = (): Promise<{ subject: string }[]> =>
      dataSource.query(`SELECT subject FROM alert WHERE kind = 'SLOT_LATE' AND cleared_at IS NULL`);
    expect((await open()).length).toBe((await slots()).length);
    await dataSource.query(`UPDATE slot SET state = 'nil', finished_at = now()`);
    await scheduler().beat(new Date('2020-03-09T13:31:00Z'));
    expect(await open()).toEqual([]);
  });
});
