import { Readable } from 'node:stream';
import { generateSampleFiles } from '@app/migration-files';
import { InProcessPipeline } from '../../../test/support/in-process-pipeline';
import { detailRows, fewDetailRows } from './detail-rows';
import { REPORT_QUERIES } from './queries';
import { ReportBuilder } from './report-builder';
import { inTransaction } from '@app/database';
import type { Archive } from '@app/archive';

const FROM = new Date('2020-03-06T00:00:00Z');
const TO = new Date('2020-03-09T06:00:00Z');

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Forgets all slots and what was told, keeping the loaded files. */
async function startOver({ dataSource }: InProcessPipeline): Promise<void> {
  await dataSource.query(
    `TRUNCATE slot, issue, slot_failure, report_counter, authorisation_told RESTART IDENTITY CASCADE`,
  );
  await dataSource.query('UPDATE ledger_lot SET issue_id = NULL');
  await dataSource.query('UPDATE authorisation_response SET issue_id = NULL');
  await dataSource.query(`UPDATE authorisation SET review_from = '-infinity'`);
}

describe('the report builder', () => {
  let pipeline: InProcessPipeline;

  beforeAll(async () => {
    pipeline = await InProcessPipeline.open();
    const sample = { seed: 5, from: '2020-03-02', weeks: 1, installationsPerDay: 8, suppliers: 4, dnos: 2 };
    for (const { name, content } of generateSampleFiles(sample)) {
      await pipeline.load({ path: name, bytes: content as Buffer });
    }
  });

  beforeEach(async () => {
    await startOver(pipeline);
    await pipeline.plan(FROM, TO);
  });

  afterAll(() => pipeline.close());

  it('relays from COPY byte for byte what csv-stringify would write', async () => {
    await pipeline.buildAll();
    const issues = await pipeline.dataSource.query<
      {
        id: string;
        report_id: keyof typeof REPORT_QUERIES;
        recipient_id: string;
        slot_time: Date;
        role: 'SUPPLIER' | 'DNO';
      }[]
    >(`SELECT i.id, i.report_id, i.recipient_id, s.slot_time, r.role
         FROM issue i JOIN slot s ON s.id = i.slot_id JOIN recipient r ON r.user_id = i.recipient_id`);
    expect(new Set(issues.map((issue) => issue.report_id)).size).toBe(10);
    for (const issue of issues) {
      await inTransaction(pipeline.dataSource, async (client) => {
        const query = REPORT_QUERIES[issue.report_id];
        const context = {
          recipientId: issue.recipient_id,
          recipientRole: issue.role,
          slotTime: issue.slot_time,
          cause: 'calendar',
          cutOff: issue.slot_time,
          issueId: issue.id,
          settings: { dnoSeesGasMeter: true, tieBreakKey: 'a key for tests only' },
        };
        const few = query.detail(context);
        const many = (await query.detailOfMany?.(client, context)) ?? few;
        expect(await text(detailRows(client, many))).toBe(await text(await fewDetailRows(client, few)));
      });
    }
  });

  it('numbers without a gap when builds fail after the file was written', async () => {
    const { archive, dataSource } = pipeline;
    let writes = 0;
    const failing = Object.create(archive) as Archive;
    failing.write = async (key, source) => {
      const stored = await archive.write(key, source);
      writes += 1;
      if (writes % 3 === 1) throw new Error('the machine stopped right here');
      return stored;
    };
    const builder = new ReportBuilder(dataSource, failing, {
      dnoSeesGasMeter: true,
      tieBreakKey: 'a key for tests only',
      fileNameProfile: 'appendix-b',
      now: () => new Date(),
    });
    const slots = await dataSource.query<{ id: string }[]>('SELECT id FROM slot ORDER BY slot_time, id');
    for (const { id } of slots) {
      await builder.build(id).catch(() => builder.build(id));
    }
    const gaps = await dataSource.query(`
      SELECT report_id, recipient_id FROM issue GROUP BY report_id, recipient_id
      HAVING count(*) <> max(sequence_number) OR min(sequence_number) <> 1`);
    expect(gaps).toEqual([]);
    const told = await dataSource.query(`
      SELECT 1 FROM entitlement WHERE issue_id IS NOT NULL AND issue_id NOT IN (SELECT id FROM issue)`);
    expect(told).toEqual([]);
  });

  it('keeps the creation time of the first try', async () => {
    const [{ id }] = await pipeline.dataSource.query<[{ id: string }]>(
      `SELECT s.id FROM slot s WHERE report_id = 'S1MIG-003' ORDER BY slot_time, id LIMIT 1`,
    );
    await pipeline.dataSource.query(
      `UPDATE slot SET state = 'building', report_created_at = '2020-03-09T05:00:07Z' WHERE id = $1`,
      [id],
    );
    await pipeline.builder.build(id);
    const [{ report_created_at }] = await pipeline.dataSource.query<[{ report_created_at: Date }]>(
      'SELECT report_created_at FROM slot WHERE id = $1',
      [id],
    );
    expect(report_created_at).toEqual(new Date('2020-03-09T05:00:07Z'));
  });

  it('makes a later slot wait for an earlier one of the same report and recipient', async () => {
    const [first, second] = await pipeline.dataSource.query<{ id: string }[]>(
      `SELECT id FROM slot WHERE report_id = 'S1MIG-001' AND recipient_id =
         (SELECT min(recipient_id) FROM slot) ORDER BY slot_time LIMIT 2`,
    );
    expect(await pipeline.builder.build(second?.id ?? '')).toEqual({ kind: 'waits', earlierSlots: 1 });
    await pipeline.builder.build(first?.id ?? '');
    expect((await pipeline.builder.build(second?.id ?? '')).kind).not.toBe('waits');
  });

  it('issues once when two workers build the same slot at once', async () => {
    const slots = await pipeline.dataSource.query<{ id: string }[]>(
      'SELECT id FROM slot ORDER BY slot_time, id',
    );
    for (const { id } of slots.slice(0, 200)) {
      const outcomes = await Promise.all([pipeline.builder.build(id), pipeline.builder.build(id)]);
      expect(outcomes.filter(({ kind }) => kind === 'skipped')).toHaveLength(1);
    }
  });
});
