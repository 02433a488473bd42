import { InProcessPipeline } from '../../../../test/support/in-process-pipeline';
import { ScenarioFiles, scenarioId } from '../../../../test/support/scenario-files';
import type { ScenarioParty } from '../../../../test/support/scenario-files';
import { lateOutcomes } from './late-outcomes';
import type { LateOutcome } from './late-outcomes';

const at = (text: string): Date => new Date(`2020-03-${text}Z`);
const SUPPLIER = scenarioId('supplier', 1);
const LATECOMER = scenarioId('supplier', 2);
const UNKNOWN = scenarioId('supplier', 3);
const PARTIES: ScenarioParty[] = [
  { signifier: 'SUP001', role: 'SUPPLIER', userId: SUPPLIER },
  { signifier: 'SUP002', role: 'SUPPLIER', userId: LATECOMER, reportingFrom: '20200304' },
];
const WEEK = { from: at('02T00:00:00'), to: at('08T18:00:00') };

/** Each test has its own database: what is late follows from everything that happened. */
describe('the late ledger', () => {
  let pipeline: InProcessPipeline;
  let files: ScenarioFiles;

  beforeEach(async () => {
    pipeline = await InProcessPipeline.open();
    files = new ScenarioFiles();
    await load('2020-03-01T00:00:00Z', files.organisations(at('01T00:00:00'), PARTIES));
  });

  afterEach(() => pipeline.close());

  /** Loads a file as if it had arrived, and been loaded, at that time. */
  async function load(
    receivedAt: string,
    file: Parameters<InProcessPipeline['receive']>[0],
    loadedAt = receivedAt,
  ): Promise<void> {
    const id = await pipeline.receive(file);
    await pipeline.loader.load(id);
    await pipeline.dataSource.query(
      'UPDATE source_file SET received_at = $2, finished_at = $3 WHERE id = $1',
      [id, receivedAt, loadedAt],
    );
  }

  async function begin(counter: number, supplier: string): Promise<string> {
    const chfId = scenarioId('chf', counter);
    const meter = { mpxn: '1000000000000', supplier };
    const installation = supplier === UNKNOWN ? { chfId, electricity: meter } : { chfId, gas: meter };
    await load('2020-03-02T01:00:00Z', files.commonFile(counter, at('02T01:00:00'), [installation]));
    await load('2020-03-02T02:00:00Z', files.group(counter, at('02T02:00:00'), [chfId]));
    return chfId;
  }

  /** Builds all slots of a period as if they had run `delay` seconds after their slot time. */
  async function run(from: string, to: string, delay = 5): Promise<void> {
    await pipeline.planner.planCalendar(at(from), at(to));
    await pipeline.dataSource.query(
      `UPDATE slot SET planned_at = slot_time, report_created_at = slot_time + $1 * interval '1 second'
        WHERE state = 'planned'`,
      [delay],
    );
    await pipeline.buildAll();
    await pipeline.dataSource.query(
      `INSERT INTO delivery (issue_id, target, receipt, delivered_at)
       SELECT i.id, 'test', '{}', s.report_created_at FROM issue i JOIN slot s ON s.id = i.slot_id
       ON CONFLICT DO NOTHING`,
    );
  }

  async function late(): Promise<Partial<LateOutcome>[]> {
    return ledgerOf(WEEK);
  }

  async function ledgerOf(request: Parameters<typeof lateOutcomes>[1]): Promise<LateOutcome[]> {
    const query = (text: string, values: unknown[]) =>
      pipeline.dataSource.query<LateOutcome[]>(text, values).then((rows) => ({ rows }));
    return lateOutcomes({ query } as never, request);
  }

  it('is empty when an outcome is told in the slot of the duty', async () => {
    const chfId = await begin(1, SUPPLIER);
    await load('2020-03-02T06:00:01Z', files.s1spOutcome(1, at('02T06:00:00'), [chfId], 'SUCCESS'));
    await run('02T00:00:00', '02T12:00:00');
    expect(await late()).toEqual([]);
  });

  it('names the file that arrived after the slot of the duty', async () => {
    const chfId = await begin(1, SUPPLIER);
    await run('02T00:00:00', '02T12:00:00');
    await load('2020-03-02T12:30:00Z', files.s1spOutcome(1, at('02T06:00:00'), [chfId], 'FAILURE'));
    await run('02T18:00:00', '02T18:00:00');
    expect(await late()).toMatchObject([
      {
        report: 'S1MIG-002',
        recipient: SUPPLIER,
        chfId,
        completedAt: at('02T06:00:00'),
        dutySlot: at('02T12:00:00'),
        reportedIn: at('02T18:00:00'),
        concludingFileReceivedAt: at('02T12:30:00'),
        lastFileReceivedAt: at('02T12:30:00'),
        cause: 'FILE_ARRIVED_LATE',
      },
    ]);
  });

  it('names a group file that arrived after the outcome that it belongs to', async () => {
    const chfId = scenarioId('chf', 1);
    const gas = { mpxn: '1000000000000', supplier: SUPPLIER };
    await load('2020-03-02T01:00:00Z', files.commonFile(1, at('02T01:00:00'), [{ chfId, gas }]));
    await load('2020-03-02T06:00:01Z', files.s1spOutcome(1, at('02T06:00:00'), [chfId], 'SUCCESS'));
    await run('02T00:00:00', '03T06:00:00');
    await load('2020-03-03T09:00:00Z', files.group(1, at('02T02:00:00'), [chfId]));
    await run('03T12:00:00', '03T12:00:00');
    expect(await late()).toMatchObject([
      {
        concludingFileReceivedAt: at('02T06:00:01'),
        lastFileReceivedAt: at('03T09:00:00'),
        lastFileName: expect.stringMatching(/^MGF_/) as string,
        reportedIn: at('03T12:00:00'),
        cause: 'FILE_ARRIVED_LATE',
      },
    ]);
  });

  it('tells a late file from an ingest that was behind', async () => {
    const chfId = await begin(1, SUPPLIER);
    await run('02T00:00:00', '02T12:00:00');
    const outcome = files.s1spOutcome(1, at('02T06:00:00'), [chfId], 'SUCCESS');
    await load('2020-03-02T06:00:01Z', outcome, '2020-03-02T13:00:00Z');
    await run('02T18:00:00', '02T18:00:00');
    expect(await late()).toMatchObject([{ cause: 'INGEST_BEHIND', reportedIn: at('02T18:00:00') }]);
  });

  it('tells a recipient that was not reportable yet', async () => {
    const chfId = await begin(1, LATECOMER);
    await load('2020-03-02T06:00:01Z', files.s1spOutcome(1, at('02T06:00:00'), [chfId], 'SUCCESS'));
    await run('02T00:00:00', '04T06:00:00');
    expect(await late()).toMatchObject([
      { recipient: LATECOMER, cause: 'RECIPIENT_NOT_REPORTABLE', reportedIn: at('04T00:00:00') },
    ]);
  });

  it('lists what nobody is entitled to yet, until the master data names a recipient', async () => {
    const chfId = await begin(1, UNKNOWN);
    await load('2020-03-02T06:00:01Z', files.s1spOutcome(1, at('02T06:00:00'), [chfId], 'SUCCESS'));
    await run('02T00:00:00', '02T18:00:00');
    const unknown = { chfId, reportedIn: null, cause: 'RECIPIENT_NOT_REPORTABLE' };
    expect(await late()).toMatchObject([
      { ...unknown, recipient: UNKNOWN },
      { ...unknown, recipient: null, distributorId: '10' },
    ]);
    const known = { signifier: 'SUP003', role: 'SUPPLIER' as const, userId: UNKNOWN };
    await load('2020-03-03T01:00:00Z', files.organisations(at('03T00:00:00'), [...PARTIES, known]));
    await run('03T00:00:00', '03T06:00:00');
    const byRecipient = await ledgerOf({ ...WEEK, recipient: UNKNOWN });
    expect(byRecipient).toMatchObject([{ reportedIn: at('03T00:00:00'), cause: 'RECIPIENT_NOT_REPORTABLE' }]);
  });

  it('tells a slot that ran late, and one that failed', async () => {
    const chfId = await begin(1, SUPPLIER);
    await load('2020-03-02T06:00:01Z', files.s1spOutcome(1, at('02T06:00:00'), [chfId], 'SUCCESS'));
    await run('02T00:00:00', '02T12:00:00', 3 * 3600);
    expect(await late()).toMatchObject([
      { reportedIn: at('02T12:00:00'), reportedAt: at('02T15:00:00'), cause: 'SLOT_LATE_OR_FAILED' },
    ]);
    const other = await begin(2, SUPPLIER);
    await load('2020-03-02T12:00:01Z', files.s1spOutcome(2, at('02T12:00:00'), [other], 'SUCCESS'));
    await pipeline.planner.planCalendar(at('02T18:00:00'), at('02T18:00:00'));
    await pipeline.dataSource.query(
      `UPDATE slot SET state = 'failed', finished_at = slot_time, report_created_at = slot_time
        WHERE state = 'planned'`,
    );
    await run('03T00:00:00', '03T00:00:00');
    expect((await late()).at(-1)).toMatchObject({
      chfId: other,
      dutySlot: at('02T18:00:00'),
      reportedIn: at('03T00:00:00'),
      cause: 'SLOT_LATE_OR_FAILED',
    });
  });

  it('lists no slot as late that was made on request for a past period', async () => {
    const chfId = await begin(1, SUPPLIER);
    await load('2020-03-02T06:00:01Z', files.s1spOutcome(1, at('02T06:00:00'), [chfId], 'SUCCESS'));
    await run('02T00:00:00', '02T12:00:00', 30 * 86_400);
    expect(await late()).toHaveLength(1);
    await pipeline.dataSource.query(
      `INSERT INTO period_request (starts_at, ends_at, requested_at) VALUES ($1, $2, $1)`,
      [at('02T00:00:00'), at('02T12:00:00')],
    );
    expect(await late()).toEqual([]);
  });

  it('lists an untold outcome as soon as its duty is over', async () => {
    const chfId = await begin(1, SUPPLIER);
    await load('2020-03-02T06:00:01Z', files.s1spOutcome(1, at('02T06:00:00'), [chfId], 'SUCCESS'));
    expect(await late()).toMatchObject([
      { chfId, dutySlot: at('02T12:00:00'), reportedIn: null, cause: 'SLOT_LATE_OR_FAILED' },
    ]);
    expect(await ledgerOf({ ...WEEK, to: at('02T11:59:59') })).toEqual([]);
  });
});
