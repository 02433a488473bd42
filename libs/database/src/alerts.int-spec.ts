import { InProcessPipeline } from '../../../test/support/in-process-pipeline';
import { ScenarioFiles, scenarioId } from '../../../test/support/scenario-files';
import { failSlot } from './slot-states';

const at = (text: string): Date => new Date(`2020-03-${text}Z`);
const SUPPLIER = scenarioId('supplier', 1);

/** Those that follow from files and failures; the others are the scheduler's, which has tests of its own for them. */
describe('alerts', () => {
  let pipeline: InProcessPipeline;
  const alerts = (): Promise<{ kind: string; subject: string; message: string }[]> =>
    pipeline.dataSource.query('SELECT kind, subject, message FROM alert ORDER BY id');

  beforeEach(async () => {
    pipeline = await InProcessPipeline.open();
  });
  afterEach(() => pipeline.close());

  it('tell once of a later record that contradicts an outcome, which stands (R3)', async () => {
    const files = new ScenarioFiles();
    const chfId = scenarioId('chf', 1);
    const gas = { mpxn: '1000000000', supplier: SUPPLIER };
    await pipeline.loadAll([
      files.organisations(at('01T00:00:00'), [{ signifier: 'SUP001', role: 'SUPPLIER', userId: SUPPLIER }]),
      files.commonFile(1, at('02T01:00:00'), [{ chfId, gas }]),
      files.group(1, at('02T02:00:00'), [chfId]),
      files.s1spOutcome(1, at('02T03:00:00'), [chfId], 'SUCCESS'),
    ]);
    expect(await alerts()).toEqual([]);
    await pipeline.load(files.s1spOutcome(1, at('02T04:00:00'), [chfId], 'FAILURE'));
    await pipeline.load(files.s1spOutcome(1, at('02T05:00:00'), [chfId], 'FAILURE'));
    expect(await alerts()).toEqual([
      {
        kind: 'CONTRADICTING_OUTCOME',
        subject: expect.stringMatching(/^attempt \d+$/),
        message: expect.stringContaining('the conclusion stands (R3)'),
      },
    ]);
    expect(await pipeline.dataSource.query('SELECT succeeded, concluded_at FROM attempt')).toEqual([
      { succeeded: true, concluded_at: at('02T03:00:00') },
    ]);
  });

  it('tell once of a slot that failed, and not of one that ended meanwhile', async () => {
    const [built, delivered] = await pipeline.dataSource.query<{ id: string }[]>(
      `INSERT INTO slot (report_id, recipient_id, slot_time, due_at, state)
       VALUES ('S1MIG-003', 'X', '2020-03-09', '2020-03-09', 'built'), ('S1MIG-004', 'X', '2020-03-09', '2020-03-09', 'delivered')
       RETURNING id`,
    );
    const failure = {
      step: 'deliver',
      code: 'DELIVERY.FOLDER_MISSING',
      message: 'There is no folder',
    } as const;
    for (const slot of [built, built, delivered])
      await failSlot(pipeline.dataSource, { ...failure, slotId: slot?.id ?? '' });
    expect(await alerts()).toEqual([
      {
        kind: 'SLOT_FAILED',
        subject: `slot ${built?.id}`,
        message: 'S1MIG-003 for X due 2020-03-09 00:00 failed: There is no folder',
      },
    ]);
  });
});
