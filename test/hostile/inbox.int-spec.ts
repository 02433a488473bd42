import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MA, SAMPLE_FILES } from '../../libs/migration-files/test/sample-files';
import { startIngest, TEST_MS, type RunningIngest } from './running-ingest';

jest.setTimeout(TEST_MS);

let ingest: RunningIngest;

beforeAll(async () => {
  ingest = await startIngest();
});

afterAll(() => ingest.close());

beforeEach(async () => {
  await rm(ingest.inboxDir, { recursive: true });
  await mkdir(ingest.inboxDir);
  await ingest.dataSource.query('TRUNCATE source_file, alert CASCADE');
});

const drop = (name: string | Buffer, content: string | Buffer = MA.content): Promise<void> =>
  writeFile(Buffer.concat([Buffer.from(`${ingest.inboxDir}/`), Buffer.from(name)]), content);

/** Two looks: nothing is taken before it has settled. */
async function look(): Promise<void> {
  await ingest.inbox.look();
  await ingest.inbox.look();
}

const left = async (): Promise<string[]> => (await readdir(ingest.inboxDir)).toSorted();
const alerts = (): Promise<{ subject: string; message: string; open: boolean }[]> =>
  ingest.dataSource.query('SELECT subject, message, cleared_at IS NULL AS open FROM alert ORDER BY subject');

describe('the inbox', () => {
  const stem = MA.name.slice(0, -4);

  it('takes files by their exact name only, each with a verdict, none under the name of another', async () => {
    const odd = [
      `C:\\${MA.name}`,
      `a\\${MA.name}`,
      MA.name.toLowerCase(),
      `${MA.name}.`,
      `${MA.name} `,
      ` ${MA.name}`,
      `${stem}.CSV`,
      `${stem}.csv.gz`,
      `${stem}\u202evsc.`,
      MA.name.replace('MA', '\u041c\u0410'), // Cyrillic
      MA.name.replace('CGI', 'CG\u0130'),
      `${MA.name}\n`,
      `${'x'.repeat(251)}.csv`,
      'CON',
      'NUL.csv',
      'COM1',
      'LPT1.xml',
      'AUX.',
      '~',
      '%2e%2e',
      '*',
      '-rf',
    ];
    for (const name of odd) await drop(name);
    await look();
    const files = await ingest.decided(odd.length);
    expect(files.map(({ path }) => path).toSorted()).toEqual(odd.toSorted());
    expect(new Set(files.map(({ code }) => code))).toEqual(new Set(['FILE_NAME']));
    expect(await left()).toEqual([]);
  });

  it('refuses a name that is not UTF-8 instead of leaving it for ever', async () => {
    await drop(Buffer.concat([Buffer.from('MA_'), Buffer.from([0xe9, 0xff]), Buffer.from('.csv')]));
    await look();
    expect(await ingest.decided(1)).toEqual([
      { path: 'MA_\ufffd\ufffd.csv', state: 'rejected', code: 'FILE_NAME' },
    ]);
    expect(await left()).toEqual([]);
  });

  it('refuses packed files and those of another kind of content', async () => {
    await drop(MA.name, gzipSync(MA.content));
    await drop(`${stem}.csv.zip`, Buffer.from('PK\u0003\u0004'));
    await look();
    expect((await ingest.decided(2)).map(({ code }) => code)).toEqual(['ENCODING', 'FILE_NAME']);
  });

  it('opens no link, pipe or device, says so, and takes the files beside them meanwhile', async () => {
    await symlink('/etc/passwd', join(ingest.inboxDir, MA.name));
    await symlink('/', join(ingest.inboxDir, 'folder'));
    expect(spawnSync('mkfifo', [join(ingest.inboxDir, `MA_pipe.csv`)]).status).toBe(0);
    await mkdir(join(ingest.inboxDir, `${stem}0.csv`));
    await drop(`${stem}0.csv/${MA.name}`);
    await look();
    expect(await ingest.decided(1)).toEqual([
      { path: `${stem}0.csv/${MA.name}`, state: 'accepted', code: null },
    ]);
    const told = await alerts();
    expect(told.map(({ subject }) => subject)).toEqual([MA.name, 'MA_pipe.csv', 'folder'].toSorted());
    await rm(join(ingest.inboxDir, MA.name));
    await look();
    expect((await alerts()).filter(({ open }) => open).map(({ subject }) => subject)).not.toContain(MA.name);
  });

  it('does not follow a link that took the place of a file after it was seen', async () => {
    await drop(MA.name);
    await ingest.inbox.look();
    await rm(join(ingest.inboxDir, MA.name));
    await symlink('/etc/hostname', join(ingest.inboxDir, MA.name));
    await look();
    expect(await ingest.files()).toEqual([]);
  });

  it('leaves a file alone that is replaced, cut or gone between two looks', async () => {
    const [replaced = MA, cut = MA, gone = MA] = SAMPLE_FILES;
    for (const { name, content } of [replaced, cut, gone]) await drop(name, content);
    await ingest.inbox.look();
    await drop('.new', replaced.content);
    await rename(join(ingest.inboxDir, '.new'), join(ingest.inboxDir, replaced.name));
    await truncate(join(ingest.inboxDir, cut.name), 10);
    await rm(join(ingest.inboxDir, gone.name));
    await ingest.inbox.look();
    expect(await ingest.files()).toEqual([]);
    await appendFile(join(ingest.inboxDir, cut.name), cut.content.slice(10));
    await look();
    expect((await ingest.decided(2)).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  });

  it('takes every one of many tiny files', async () => {
    const count = 60;
    for (let at = 0; at < count; at += 1) await drop(`${at}.csv`, `${at}`);
    await look();
    const files = await ingest.decided(count);
    expect(new Set(files.map(({ path }) => path)).size).toBe(count);
    expect(await left()).toEqual([]);
  });

  it('stops in the midst of many files when it is asked to', async () => {
    for (let at = 0; at < 120; at += 1) await drop(`${at}.csv`, `${at}`);
    const own = await startIngest();
    await rename(ingest.inboxDir, own.inboxDir);
    await mkdir(ingest.inboxDir);
    await own.inbox.look();
    const looking = own.inbox.look();
    await own.inbox.onModuleDestroy();
    await looking;
    expect((await own.files()).length).toBeLessThan(120);
    await own.close();
  });
});
