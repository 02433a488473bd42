import type { Archive } from '@app/archive';
import { generateSampleFiles } from '@app/migration-files';
import { ReportBuilder } from '@app/reports';
import fc from 'fast-check';
import { InProcessPipeline } from '../support/in-process-pipeline';
import type { InputFile } from '../support/in-process-pipeline';
import { issuedReports, runSlots } from '../support/issued-reports';
import type { IssuedReport } from '../support/issued-reports';

const FROM = new Date('2020-03-05T23:00:00Z');
const SUNDAY = new Date('2020-03-08T00:00:00Z');
const TO = new Date('2020-03-09T06:00:00Z');
const SAMPLE = { seed: 11, from: '2020-03-02', weeks: 1, installationsPerDay: 3, suppliers: 4, dnos: 1 };

function sampleFiles(): InputFile[] {
  return [...generateSampleFiles(SAMPLE)].map(({ name, content }) => ({
    path: name,
    bytes: content as Buffer,
  }));
}

/** A builder whose machine stops before or after a file is written, as the plan says, write by write. */
function stoppingBuilder({ archive, dataSource }: InProcessPipeline, plan: readonly Stop[]): ReportBuilder {
  let writes = 0;
  const stopping = Object.create(archive) as Archive;
  stopping.write = async (key, source) => {
    const stop = plan[writes % plan.length];
    writes += 1;
    if (stop === 'before') throw new Error('stopped before the file was written');
    const stored = await archive.write(key, source);
    if (stop === 'after') throw new Error('stopped before the transaction ended');
    return stored;
  };
  return new ReportBuilder(dataSource, stopping, {
    dnoSeesGasMeter: true,
    tieBreakKey: 'a key for tests only',
    fileNameProfile: 'appendix-b',
    now: () => new Date('2020-04-01T12:34:56Z'),
  });
}

type Stop = 'before' | 'after' | 'never';

/** Builds a slot until it has ended, however often the machine stops. */
async function buildToTheEnd(builder: ReportBuilder, slotId: string): Promise<void> {
  for (;;) {
    const outcome = await builder.build(slotId).catch(() => null);
    if (outcome !== null && outcome.kind !== 'waits') return;
  }
}

/** `workers` at a time, each slot by two of them. */
async function buildAll(builder: ReportBuilder, slots: readonly string[], workers: number): Promise<void> {
  const queue = slots.flatMap((slot) => [slot, slot]);
  const work = async (): Promise<void> => {
    for (let slot = queue.shift(); slot !== undefined; slot = queue.shift())
      await buildToTheEnd(builder, slot);
  };
  await Promise.all(Array.from({ length: workers }, work));
}

async function slotsOf({ dataSource }: InProcessPipeline): Promise<string[]> {
  const slots = await dataSource.query<{ id: string }[]>(
    `SELECT id FROM slot WHERE state = 'planned' ORDER BY slot_time, id`,
  );
  return slots.map(({ id }) => id);
}

async function forgetReports({ dataSource }: InProcessPipeline): Promise<void> {
  await dataSource.query(
    'TRUNCATE slot, issue, slot_failure, report_counter, authorisation_told, alert RESTART IDENTITY CASCADE',
  );
  await dataSource.query('UPDATE ledger_lot SET issue_id = NULL WHERE issue_id IS NOT NULL');
  await dataSource.query('UPDATE authorisation_response SET issue_id = NULL WHERE issue_id IS NOT NULL');
  await dataSource.query(`UPDATE authorisation SET review_from = '-infinity'`);
}

/** What the reports with a ledger tell, each subject once: recipient, report and the key of the row. */
function toldSubjects(reports: readonly IssuedReport[]): string[] {
  return reports.flatMap(({ reportId, recipientId, rows }) => {
    switch (reportId) {
      case 'S1MIG-001':
      case 'S1MIG-002':
        return rows.map((row) => [recipientId, 'outcome', row[1], row[3], row[4], row[8]].join(' '));
      case 'S1MIG-006':
        return rows.map((row) => [recipientId, reportId, row[2], row[3], row[4], row[11]].join(' '));
      default:
        return [];
    }
  });
}

describe('whatever happens to the machines that build', () => {
  let pipeline: InProcessPipeline;

  beforeEach(async () => {
    pipeline = await InProcessPipeline.open();
  });

  afterEach(() => pipeline.close());

  it('the files, their numbers and their bytes are those of a run without trouble', async () => {
    await pipeline.loadAll(sampleFiles());
    await pipeline.plan(SUNDAY, TO);
    await pipeline.buildAll();
    const undisturbed = await pipeline.issuedFiles();
    expect(undisturbed.length).toBeGreaterThan(20);
    const stops = fc.array(fc.constantFrom<Stop>('before', 'after', 'never', 'never'), { maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(stops, fc.integer({ min: 1, max: 5 }), async (plan, workers) => {
        await forgetReports(pipeline);
        await pipeline.plan(SUNDAY, TO);
        const builder = stoppingBuilder(pipeline, [...plan, 'never']);
        await buildAll(builder, await slotsOf(pipeline), workers);
        expect(await pipeline.issuedFiles()).toEqual(undisturbed);
      }),
      { numRuns: 3 },
    );
  });

  it('each outcome, state and response is told once while files are loaded between and beside the builds', async () => {
    const files = sampleFiles();
    // Without the master data there is nobody to report to; the second snapshot comes when it comes.
    const first = files.find(({ path }) => path.startsWith('ORG')) ?? files[0];
    if (first) await pipeline.load(first);
    const rest = files.filter((file) => file !== first);
    const steps = fc
      .sample(fc.integer({ min: 0, max: rest.length }), { numRuns: 5, seed: 7 })
      .toSorted(byNumber);
    let loaded = 0;
    for (const [step, until] of [...steps, rest.length].entries()) {
      const day = new Date(FROM.getTime() + step * 86_400_000);
      await pipeline.plan(day, new Date(day.getTime() + 86_399_000));
      const builder = stoppingBuilder(pipeline, ['never', 'after', 'never', 'before', 'never']);
      const loading = pipeline.loadAll(rest.slice(loaded, until));
      await Promise.all([loading, buildAll(builder, await slotsOf(pipeline), 4)]);
      loaded = until;
    }
    const sweep = new Date('2020-03-26T00:00:00Z');
    await pipeline.plan(sweep, new Date('2020-03-27T00:00:00Z'));
    await buildAll(stoppingBuilder(pipeline, ['never']), await slotsOf(pipeline), 4);

    const told = toldSubjects(await issuedReports(pipeline));
    expect(told.length).toBeGreaterThan(20);
    expect(told.filter((subject, index) => told.indexOf(subject) !== index)).toEqual([]);
    const [untold] = await pipeline.dataSource.query<[object]>(
      `SELECT (SELECT count(*)::int FROM entitlement WHERE issue_id IS NULL) AS outcomes,
              (SELECT count(*)::int FROM authorisation_response r JOIN authorisation m ON m.id = r.authorisation_id
                WHERE m.is_supplier_submitted AND r.issue_id IS NULL) AS responses`,
    );
    expect(untold).toEqual({ outcomes: 0, responses: 0 });
    const [issued] = await pipeline.dataSource.query<[{ outcomes: number; responses: number }]>(
      `SELECT (SELECT count(*)::int FROM entitlement) AS outcomes,
              (SELECT coalesce(sum(row_count), 0)::int FROM issue WHERE report_id = 'S1MIG-010') AS responses`,
    );
    expect(told.filter((subject) => subject.includes(' outcome '))).toHaveLength(issued.outcomes);
    const [responses] = await pipeline.dataSource.query<[{ count: number }]>(
      'SELECT count(*)::int AS count FROM authorisation_response WHERE issue_id IS NOT NULL',
    );
    expect(issued.responses).toBe(responses.count);
    expect(await overlookedStates(pipeline, new Date('2020-03-26T07:00:00Z'))).toEqual([]);
  });
});

/** What a S1MIG-006 that looks at every authorisation once more finds untold, as at the end of the same day. */
async function overlookedStates(pipeline: InProcessPipeline, slotTime: Date): Promise<IssuedReport[]> {
  await pipeline.dataSource.query(`UPDATE authorisation SET review_from = '-infinity'`);
  const suppliers = await pipeline.dataSource.query<{ user_id: string }[]>(
    `SELECT user_id FROM recipient WHERE role = 'SUPPLIER'`,
  );
  const slots = suppliers.map(({ user_id }) => ({
    reportId: 'S1MIG-006' as const,
    recipientId: user_id,
    slotTime,
  }));
  const reports = await runSlots(pipeline, slots);
  return reports.filter((report) => +report.slotTime === +slotTime);
}

function byNumber(one: number, other: number): number {
  return one - other;
}
