import { generateSampleFiles } from '@app/migration-files';
import { InProcessPipeline } from '../../../../test/support/in-process-pipeline';

const THURSDAY_SWEEP = new Date('2020-03-05T23:00:00Z');
const MONDAY_SIX = new Date('2020-03-09T06:00:00Z');
const JUST_BEFORE = new Date('2020-03-09T05:59:59Z');
const BEFORE_ALL_REPORTS = '2020-03-01T00:00:00Z';
/** Later than the fixed creation time of the test's reports. */
const AFTER_ALL_REPORTS = '2020-04-02T00:00:00Z';

interface RaisedAlert {
  subject: string;
  message: string;
  isOpen: boolean;
}

describe('reconciliation of summary reports before their delivery', () => {
  let pipeline: InProcessPipeline;

  function alerts(): Promise<RaisedAlert[]> {
    return query<RaisedAlert>(
      `SELECT subject, message, cleared_at IS NULL AS "isOpen" FROM alert
        WHERE kind = 'RECONCILIATION_MISMATCH' ORDER BY message COLLATE "C"`,
    );
  }

  function query<Row>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    return pipeline.dataSource.query<Row[]>(text, parameters);
  }

  /** The first row, which there must be: else the test would compare nothing. */
  async function first<Row>(text: string): Promise<Row> {
    const [row] = await query<Row>(`${text} LIMIT 1`);
    if (row === undefined) throw new Error(`The sample has none: ${text}`);
    return row;
  }

  beforeAll(async () => {
    pipeline = await InProcessPipeline.open();
    const sample = { seed: 5, from: '2020-03-02', weeks: 1, installationsPerDay: 8, suppliers: 4, dnos: 2 };
    for (const { name, content } of generateSampleFiles(sample)) {
      await pipeline.load({ path: name, bytes: content as Buffer });
    }
  });

  /** Leaves only the reports of Monday 06:00 to be made. */
  beforeEach(async () => {
    await query(
      'TRUNCATE slot, issue, slot_failure, report_counter, authorisation_told, alert RESTART IDENTITY CASCADE',
    );
    await query('UPDATE ledger_lot SET issue_id = NULL');
    await query('UPDATE authorisation_response SET issue_id = NULL');
    await query(`UPDATE authorisation SET review_from = '-infinity'`);
    await query('UPDATE source_file SET finished_at = $1', [BEFORE_ALL_REPORTS]);
    await pipeline.plan(THURSDAY_SWEEP, JUST_BEFORE);
    await pipeline.buildAll();
  });

  afterAll(() => pipeline.close());

  async function buildMonday(): Promise<void> {
    await pipeline.plan(MONDAY_SIX, MONDAY_SIX);
    const { issued, nil } = await pipeline.buildAll();
    expect(issued).toBeGreaterThan(10);
    expect(nil).toBeGreaterThan(0);
  }

  /** Makes the S1MIG-005 about Friday once more. */
  async function buildFridaysActivity(): Promise<void> {
    const slots = `SELECT id FROM slot WHERE report_id = 'S1MIG-005' AND slot_time = '2020-03-07T06:00:00Z'`;
    await query(`DELETE FROM issue WHERE slot_id IN (${slots})`);
    await query(`UPDATE slot SET state = 'planned' WHERE id IN (${slots})`);
    const { issued } = await pipeline.buildAll();
    expect(issued).toBeGreaterThan(3);
  }

  it('finds nothing where everything agrees', async () => {
    await buildMonday();
    expect(await alerts()).toEqual([]);
  });

  it('finds an outcome that the ledger has lost, in S1MIG-004 and S1MIG-005, and issues both', async () => {
    const lost = await first<{ attempt_id: string; recipient_id: string; day: string }>(
      `SELECT e.attempt_id, e.recipient_id, report_date(utc_day(a.commenced_at)) AS day
         FROM entitlement e JOIN attempt a ON a.id = e.attempt_id JOIN recipient r ON r.user_id = e.recipient_id
        WHERE r.role = 'SUPPLIER' AND e.report_id = 'S1MIG-001' AND utc_day(e.concluded_at) = '2020-03-08'`,
    );
    const key = [lost.attempt_id, lost.recipient_id];
    await query(
      `UPDATE ledger_entry SET recipient_id = 'lost' WHERE attempt_id = $1 AND recipient_id = $2`,
      key,
    );
    await buildMonday();
    await query(
      `UPDATE ledger_entry SET recipient_id = $2 WHERE attempt_id = $1 AND recipient_id = 'lost'`,
      key,
    );
    const own = (reportId: string): RegExp => new RegExp(`^${reportId}_[^_]*_${lost.recipient_id}_`);
    expect(await alerts()).toEqual([
      {
        isOpen: true,
        subject: expect.stringMatching(/^issue \d+, ledger of S1MIG-001 and 002$/) as string,
        message: expect.stringMatching(own('S1MIG-004')) as string,
      },
      {
        isOpen: true,
        subject: expect.stringMatching(/^issue \d+, ledger of S1MIG-001 and 002$/) as string,
        message: expect.stringMatching(own('S1MIG-005')) as string,
      },
    ]);
    const [commencements, activity] = (await alerts()).map(({ message }) => figures(message));
    expect(commencements?.what).toBe(`commenced on ${lost.day}, succeeded`);
    expect(activity?.what).toBe('completed on 20200308, succeeded');
    for (const told of [commencements, activity]) expect(told?.reported).toBe((told?.found ?? 0) + 1);
  });

  it('finds a stock that does not follow from the activity of the day', async () => {
    const stock = await first<{ issue_id: string; recipient_id: string }>(
      `SELECT i.id AS issue_id, i.recipient_id FROM issue i JOIN slot s ON s.id = i.slot_id
         JOIN recipient r ON r.user_id = i.recipient_id AND r.role = 'SUPPLIER'
        WHERE i.report_id = 'S1MIG-003' AND s.slot_time = '2020-03-06T05:00:00Z'
          AND EXISTS (SELECT 1 FROM attempt_audience a
                       WHERE a.recipient_id = i.recipient_id AND utc_day(a.concluded_at) = '2020-03-06')`,
    );
    await query('UPDATE issue SET row_count = row_count + 1 WHERE id = $1', [stock.issue_id]);
    await buildFridaysActivity();
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ isOpen: true });
    expect(alert?.message).toContain(`_${stock.recipient_id}_`);
    const told = figures(alert?.message ?? '');
    expect(told.what).toBe('in process at the end of 20200306');
    expect(told.reported).toBe(told.found + 1);
  });

  it('keeps a difference on record that late files explain, and asks nobody to act', async () => {
    await query(
      `UPDATE issue i SET row_count = row_count + 1 FROM slot s
        WHERE s.id = i.slot_id AND i.report_id = 'S1MIG-003' AND s.slot_time = '2020-03-06T05:00:00Z'`,
    );
    await query(
      `UPDATE source_file SET finished_at = $1
        WHERE id = (SELECT id FROM source_file WHERE kind = 'MGF' AND created_at < '2020-03-06' LIMIT 1)`,
      [AFTER_ALL_REPORTS],
    );
    await buildFridaysActivity();
    const raised = await alerts();
    expect(raised.length).toBeGreaterThan(0);
    for (const { isOpen, message } of raised) {
      expect(isOpen).toBe(false);
      expect(message).toContain('files about that time came after its S1MIG-003 was made');
    }
  });

  it('finds a response that no S1MIG-010 has told although the sweep has run', async () => {
    const untold = await first<{ id: string; supplier: string; result: string }>(
      `SELECT r.id, m.responsible_supplier_id AS supplier, r.result
         FROM authorisation_response r JOIN authorisation m ON m.id = r.authorisation_id
        WHERE m.is_supplier_submitted AND m.authorising_party_id = m.responsible_supplier_id
          AND m.migration_week = '2020-03-02' AND r.issue_id IS NOT NULL AND r.responded_at < '2020-03-05'
          AND 1 = (SELECT count(*) FROM authorisation_response o WHERE o.authorisation_id = m.id)`,
    );
    await query('UPDATE authorisation_response SET issue_id = NULL WHERE id = $1', [untold.id]);
    await buildMonday();
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert?.message).toMatch(new RegExp(`^S1MIG-008_[^_]*_${untold.supplier}_`));
    const told = figures(alert?.message ?? '');
    expect(told.what).toBe(`${untold.result === 'REJECTED' ? 'rejected' : 'validated'} in four weeks`);
    expect(told.reported).toBe(told.found + 1);
  });

  it('leaves a response alone that came after the sweep', async () => {
    await query(
      `UPDATE source_file f SET finished_at = $1 FROM authorisation_response r
        WHERE r.source_file_id = f.id`,
      [AFTER_ALL_REPORTS],
    );
    await query('UPDATE authorisation_response SET issue_id = NULL');
    await buildMonday();
    expect(await alerts()).toEqual([]);
  });
});

/** `… .csv: <what>: <n> in the report, <m> by the …` */
function figures(message: string): { what: string; reported: number; found: number } {
  const [, what = '', reported, found] =
    /\.csv: (.*?): (\d+) in the report, (\d+) by the [^;]*$/.exec(message) ?? [];
  return { what, reported: Number(reported), found: Number(found) };
}
