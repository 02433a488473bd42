import { InProcessPipeline } from '../../../../test/support/in-process-pipeline';
import { updateCounterGaps } from './counter-gaps';
import { raiseSourceStreamAlerts } from './source-stream.alerts';

const HOUR_MS = 3_600_000;

describe('alerts about those who send files', () => {
  let pipeline: InProcessPipeline;
  const note = (kind: string, originator: string, counter: number, createdAt: string): Promise<unknown> =>
    pipeline.dataSource.query(
      `INSERT INTO source_file (path, name, name_key, sha256, size_bytes, archive_key, state, kind, business_key,
                                originator, counter, created_at, finished_at)
       VALUES ('p', 'n', 'n', md5(random()::text), 1, 'k', 'accepted', $1, $2, $3, $4, $5, now())`,
      [kind, `${originator} ${counter}`, originator, counter, createdAt],
    );
  const open = async (): Promise<string[]> => {
    const alerts = await pipeline.dataSource.query<{ subject: string }[]>(
      'SELECT subject FROM alert WHERE cleared_at IS NULL ORDER BY subject',
    );
    return alerts.map(({ subject }) => subject);
  };
  const raise = async (at: Date): Promise<void> => {
    await updateCounterGaps(pipeline.dataSource);
    await raiseSourceStreamAlerts(pipeline.dataSource, at);
  };
  const inTwoHours = (): Date => new Date(Date.now() + 2 * HOUR_MS);

  beforeEach(async () => {
    pipeline = await InProcessPipeline.open();
  });
  afterEach(() => pipeline.close());

  it('tell of a gap after an hour, once, and close when it is filled', async () => {
    for (const counter of [1, 2, 5]) await note('MCF', 'A', counter, '2020-03-02T00:00:00Z');
    await raise(new Date());
    expect(await open()).toEqual([]);
    await raise(inTwoHours());
    await raise(inTwoHours());
    expect(await open()).toEqual(['MCF of A after 2']);
    for (const counter of [3, 4]) await note('MCF', 'A', counter, '2020-03-02T00:00:00Z');
    await raise(inTwoHours());
    expect(await open()).toEqual([]);
  });

  it('tell of what is left of a gap that is filled in part', async () => {
    for (const counter of [1, 9]) await note('MCF', 'A', counter, '2020-03-02T00:00:00Z');
    await raise(inTwoHours());
    expect(await open()).toEqual(['MCF of A after 1']);
    for (const counter of [2, 5]) await note('MCF', 'A', counter, '2020-03-02T00:00:00Z');
    await raise(inTwoHours());
    expect(await open()).toEqual(['MCF of A after 2', 'MCF of A after 5']);
  });

  it('know each kind and originator by itself, wherever its counter begins', async () => {
    for (const [kind, originator] of [
      ['MCF', 'A'],
      ['MCF', 'B'],
      ['COF', 'A'],
    ] as const)
      for (const counter of [7, 8]) await note(kind, originator, counter, '2020-03-02T00:00:00Z');
    await note('COF', 'A', 10, '2020-03-02T00:00:00Z');
    await raise(inTwoHours());
    expect(await open()).toEqual(['COF of A after 8']);
    const streams = await pipeline.dataSource.query(
      'SELECT kind, originator FROM source_stream ORDER BY 1, 2',
    );
    expect(streams).toEqual([
      { kind: 'COF', originator: 'A' },
      { kind: 'MCF', originator: 'A' },
      { kind: 'MCF', originator: 'B' },
    ]);
  });

  it('leave a gap alone that an operator has closed', async () => {
    for (const counter of [1, 3]) await note('MCF', 'A', counter, '2020-03-02T00:00:00Z');
    await raise(inTwoHours());
    await pipeline.dataSource.query('UPDATE alert SET cleared_at = now()');
    await raise(inTwoHours());
    expect(await open()).toEqual([]);
  });

  it('tell of an originator that is silent for longer than is usual, and close when it speaks', async () => {
    for (const day of [2, 3, 4, 5]) await note('COF', 'quiet', day, `2020-03-0${day}T00:00:00Z`);
    for (const day of [2, 5, 8]) await note('COF', 'busy', day, `2020-03-0${day}T00:00:00Z`);
    await raise(new Date());
    expect(await open()).toEqual([]);
    await note('COF', 'busy', 9, '2020-03-09T00:00:00Z');
    await raise(new Date());
    expect(await open()).toEqual(['COF of quiet']);
    await note('COF', 'quiet', 6, '2020-03-09T00:00:00Z');
    await raise(new Date());
    expect(await open()).toEqual([]);
  });
});
