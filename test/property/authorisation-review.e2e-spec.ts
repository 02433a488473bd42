import fc from 'fast-check';
import { borderCases } from '../reference/border-cases';
import { InProcessPipeline } from '../support/in-process-pipeline';
import type { InputFile } from '../support/in-process-pipeline';
import { issuedReports } from '../support/issued-reports';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * S1MIG-006 looks only at the authorisations of which something arrived or happened since (`review_from`). Here it runs
 * beside a twin that looks at all of them every day, on the same files in the same order, loaded between the slots.
 */
describe('a S1MIG-006 that looks at what changed', () => {
  let pipelines: InProcessPipeline[] = [];

  beforeEach(async () => {
    pipelines = [await InProcessPipeline.open(), await InProcessPipeline.open()];
  });

  afterEach(async () => {
    for (const pipeline of pipelines) await pipeline.close();
  });

  async function told(pipeline: InProcessPipeline): Promise<string[]> {
    return (await issuedReports(pipeline)).flatMap(({ recipientId, slotTime, header, rows }) =>
      rows.map((row) => [recipientId, slotTime.toISOString(), header[3], ...row].join(',')),
    );
  }

  async function runDay(pipeline: InProcessPipeline, slotTime: Date): Promise<void> {
    await pipeline.planner.planCalendar(slotTime, slotTime);
    await pipeline.dataSource.query(`DELETE FROM slot WHERE state = 'planned' AND report_id <> 'S1MIG-006'`);
    await pipeline.buildAll();
  }

  /** Master data first, so that there is somebody to report to; then any order, a share of it before each day. */
  async function expectAgreement(
    files: readonly InputFile[],
    firstDay: Date,
    days: readonly number[],
  ): Promise<void> {
    const [sparing, thorough] = pipelines as [InProcessPipeline, InProcessPipeline];
    const shares = days.map((_, index) =>
      files.slice(
        Math.floor((index * files.length) / days.length),
        Math.floor(((index + 1) * files.length) / days.length),
      ),
    );
    for (const [index, day] of days.entries()) {
      const slotTime = new Date(firstDay.getTime() + day * DAY_MS);
      for (const pipeline of [sparing, thorough]) await pipeline.loadAll(shares[index] ?? []);
      await thorough.dataSource.query(`UPDATE authorisation SET review_from = '-infinity'`);
      await runDay(sparing, slotTime);
      await runDay(thorough, slotTime);
    }
    const expected = await told(thorough);
    expect(expected.length).toBeGreaterThanOrEqual(10);
    expect(await told(sparing)).toEqual(expected);
  }

  it.each([
    [101, 'small'],
    [103, 'small'],
    [201, 'medium'],
  ] as const)('tells what one tells that looks at all of them (seed %i, %s)', async (seed, size) => {
    const { files, from, to } = borderCases(seed, size);
    const visible = [...files]
      .map(([path, bytes]) => ({ path, bytes }))
      .filter(({ path }) => !path.split('/').at(-1)?.startsWith('.'));
    const [rest] = fc.sample(fc.shuffledSubarray(visible, { minLength: visible.length }), {
      seed,
      numRuns: 1,
    });
    const isMasterData = ({ path }: InputFile): boolean => /(^|\/)ORG_/.test(path);
    const ordered = [...visible.filter(isMasterData), ...(rest ?? []).filter((file) => !isMasterData(file))];
    const firstDay = new Date(from * 1000 - (from % 86_400) * 1000 + 6 * HOUR_MS);
    const length = Math.ceil((to - from) / 86_400) + 6;
    // Some days are made up after later ones.
    const days = Array.from({ length }, (_, day) =>
      day % 4 === 2 ? day + 1 : day % 4 === 3 ? day - 1 : day,
    );
    await expectAgreement(ordered, firstDay, days);
  });

  it('leaves nothing to look at once all has been told', async () => {
    const { files, to } = borderCases(104, 'small');
    const [pipeline] = pipelines as [InProcessPipeline];
    await pipeline.loadAll([...files].map(([path, bytes]) => ({ path, bytes })));
    const lastDay = new Date(to * 1000 - (to % 86_400) * 1000 + 60 * DAY_MS + 6 * HOUR_MS);
    await runDay(pipeline, lastDay);
    const waiting = await pipeline.dataSource.query<object[]>(
      `SELECT m.id FROM authorisation m JOIN recipient r ON r.user_id = m.responsible_supplier_id
        WHERE m.review_from IS NOT NULL
          AND EXISTS (SELECT 1 FROM slot s WHERE s.recipient_id = r.user_id AND s.report_id = 'S1MIG-006')`,
    );
    expect(waiting).toEqual([]);
  });
});
