import { generateSampleFiles } from '@app/migration-files';
import { InProcessPipeline } from '../../../../test/support/in-process-pipeline';

const SMSO_FILE = 'MA_CGI_70-B3-D5-1F-30-00-A0-01_20200226_090000';
const row = (cells: string[]): string => `${cells.join(',')}\n`;

/** A Migration Authorisation File of one record. */
function authorisation(mpan: string, week = '20200302'): Buffer {
  return Buffer.from(
    row(['00', 'MA', 'CGI', '70-B3-D5-1F-30-00-A0-01', 'SUPPLIER', '20200226T090000', '1']) +
      row(['10', '1', '', mpan, '', '', week, '0', '5A01', 'A']),
  );
}

function response(mpan: string): Buffer {
  return Buffer.from(
    row(['00', 'MAVR', SMSO_FILE, 'CGI', '20200227T100000', '1', '0']) +
      row(['10', '1', mpan, '', 'ACCEPTED', '', '', '0']),
  );
}

describe('loading a file', () => {
  let pipeline: InProcessPipeline;
  const rowsOf = async (table: string): Promise<number> => {
    const [{ count }] = await pipeline.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM ${table}`,
    );
    return count;
  };

  beforeEach(async () => {
    pipeline = await InProcessPipeline.open();
  });

  afterEach(() => pipeline.close());

  it('ignores the same bytes under any name, and loads nothing twice', async () => {
    const bytes = authorisation('1012345678903');
    await pipeline.load({ path: `${SMSO_FILE}.csv`, bytes });
    expect(await pipeline.load({ path: `again/${SMSO_FILE}.csv`, bytes })).toEqual({ kind: 'duplicate' });
    expect(await pipeline.load({ path: 'nonsense.txt', bytes })).toEqual({ kind: 'duplicate' });
    expect(await rowsOf('authorisation')).toBe(1);
  });

  it('loads a good file that first came under a wrong name', async () => {
    const bytes = authorisation('1012345678903');
    expect(await pipeline.load({ path: 'nonsense.csv', bytes })).toMatchObject({
      kind: 'rejected',
      code: 'FILE_NAME',
    });
    expect(await pipeline.load({ path: `${SMSO_FILE}.csv`, bytes })).toMatchObject({ kind: 'accepted' });
  });

  it('rejects other bytes under the same business key; the first stays', async () => {
    await pipeline.load({ path: `${SMSO_FILE}.csv`, bytes: authorisation('1012345678903') });
    const second = await pipeline.load({
      path: `b/${SMSO_FILE}.csv`,
      bytes: authorisation('1012345678903', '20200309'),
    });
    expect(second).toMatchObject({ kind: 'rejected', code: 'KEY_CONFLICT' });
    expect(await rowsOf('authorisation')).toBe(1);
  });

  it('waits for each earlier file of the same bytes or key, unless its own bytes are loaded already', async () => {
    const [empty, bytes] = [Buffer.alloc(0), authorisation('1012345678903')];
    const ids: string[] = [];
    for (const path of ['a.csv', 'b.csv', 'c.csv']) ids.push(await pipeline.receive({ path, bytes: empty }));
    const loaded = await pipeline.receive({ path: `${SMSO_FILE}.csv`, bytes });
    expect(await pipeline.loader.load(ids[2] ?? '')).toEqual({ kind: 'waits', earlierFiles: 2 });
    await pipeline.loader.load(ids[0] ?? '');
    expect(await pipeline.loader.load(ids[2] ?? '')).toEqual({ kind: 'waits', earlierFiles: 1 });
    await pipeline.loader.load(loaded);
    await pipeline.receive({ path: 'd.csv', bytes });
    const again = await pipeline.receive({ path: 'e.csv', bytes });
    expect(await pipeline.loader.load(again)).toEqual({ kind: 'duplicate' });
  });

  it('decides one of two conflicting files when both load at once', async () => {
    const one = await pipeline.receive({ path: `${SMSO_FILE}.csv`, bytes: authorisation('1012345678903') });
    const other = await pipeline.receive({
      path: `b/${SMSO_FILE}.csv`,
      bytes: authorisation('1012345678903', '20200309'),
    });
    const outcomes = await Promise.all([pipeline.loader.load(one), pipeline.loader.load(other)]);
    expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(await rowsOf('authorisation')).toBe(1);
  });

  it('leaves nothing of a rejected file behind but its reason', async () => {
    const bytes = Buffer.from(authorisation('1012345678903').toString().replace(',1\n', ',2\n'));
    const outcome = await pipeline.load({ path: `${SMSO_FILE}.csv`, bytes });
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'COUNT_MISMATCH' });
    expect(await rowsOf('authorisation')).toBe(0);
    expect(await rowsOf('source_file_problem')).toBe(0);
  });

  it('takes up a response when its authorisation arrives, and sets it aside if it contradicts', async () => {
    await pipeline.load({
      path: `${SMSO_FILE.replace('MA', 'MAVR')}_001.csv`,
      bytes: response('1012345678903'),
    });
    await pipeline.load({
      path: `${SMSO_FILE.replace('MA', 'MAVR')}_002.csv`,
      bytes: response('1200000074683'),
    });
    await pipeline.load({ path: `${SMSO_FILE}.csv`, bytes: authorisation('1012345678903') });
    const taken = await pipeline.dataSource.query<{ mavr_file_name: string }[]>(
      'SELECT mavr_file_name FROM authorisation_response WHERE authorisation_id IS NOT NULL',
    );
    expect(taken).toEqual([{ mavr_file_name: `${SMSO_FILE.replace('MA', 'MAVR')}_001` }]);
    const states = await pipeline.fileStates();
    expect(states.find(({ path }) => path.endsWith('_002.csv'))?.problems).toEqual([
      { record: 1, field: 'ImportMPAN', code: 'FIELD' },
    ]);
  });

  it('does nothing in a second run for the same file', async () => {
    const id = await pipeline.receive({ path: `${SMSO_FILE}.csv`, bytes: authorisation('1012345678903') });
    await pipeline.loader.load(id);
    expect(await pipeline.loader.load(id)).toEqual({ kind: 'skipped' });
    expect(await rowsOf('authorisation')).toBe(1);
  });

  it('loads once when the job of a file runs twice at once', async () => {
    await pipeline.load({ path: `${SMSO_FILE}.csv`, bytes: authorisation('1012345678903') });
    const path = `${SMSO_FILE.replace('MA', 'MAVR')}_001.csv`;
    const id = await pipeline.receive({ path, bytes: response('1012345678903') });
    const outcomes = await Promise.all([pipeline.loader.load(id), pipeline.loader.load(id)]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['accepted', 'skipped']);
    expect(await rowsOf('authorisation_response')).toBe(1);
  });

  it('gives hostile files the verdict that the generator announces', async () => {
    const files = [
      ...generateSampleFiles({
        seed: 9,
        from: '2020-03-02',
        weeks: 1,
        installationsPerDay: 1,
        hostile: true,
      }),
    ];
    for (const { name, folder, content } of files) {
      await pipeline.load({ path: folder ? `${folder}/${name}` : name, bytes: content as Buffer });
    }
    const states = new Map((await pipeline.fileStates()).map((state) => [state.path, state]));
    for (const { name, folder, expected } of files.filter((file) => file.expected)) {
      const path = folder ? `${folder}/${name}` : name;
      expect({ path, ...states.get(path) }).toEqual({
        path,
        state: expected?.state,
        code: expected?.code,
        problems: expected?.problems,
      });
    }
  });
});
