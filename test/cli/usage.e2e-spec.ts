import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mrr, temporaryFolder } from './mrr';

const folder = temporaryFolder();
const FROM = ['--from', '2020-03-02T00:00:00Z'];
const TO = ['--to', '2020-03-03T00:00:00Z'];

beforeAll(() => mkdirSync(join(folder, 'in')));

test.each(['up', 'batch', 'ingest', 'run', 'register', 'late', 'generate', 'verify', 'demo'])(
  '%s explains itself',
  async (command) => {
    const { exitCode, stdout } = await mrr([command, '--help'], folder);
    expect(stdout).toContain(`Usage: mrr ${command}`);
    expect(stdout).toContain('--json');
    expect(exitCode).toBe(0);
  },
);

test.each([
  ['no command', []],
  ['a command that does not exist', ['deliver']],
  ['an option that does not exist', ['batch', '--in', 'in', ...FROM, ...TO, '--out', 'out', '--fast']],
  ['a batch without its period', ['batch', '--in', 'in', '--out', 'out']],
  ['an input folder that is not there', ['batch', '--in', 'nowhere', ...FROM, ...TO, '--out', 'out']],
  ['an instant without a time', ['batch', '--in', 'in', '--from', '2020-03-02', ...TO, '--out', 'out']],
  ['an instant of another zone', ['run', '--from', '2020-03-02T00:00:00+01:00', ...TO]],
  ['a day that does not exist', ['run', '--from', '2020-02-30T00:00:00Z', ...TO]],
  ['a period that ends before it begins', ['run', '--from', '2020-03-04T00:00:00Z', ...TO]],
  ['no workers', ['batch', '--in', 'in', ...FROM, ...TO, '--out', 'out', '--workers', '0']],
  ['nothing to load', ['ingest']],
  ['a file that is not there', ['ingest', 'nothing.xml']],
  ['samples that begin on a Tuesday', ['generate', '--from', '2020-03-03', '--out', 'samples']],
  ['a folder to check that is not there', ['verify', 'nowhere']],
])('%s is wrong usage, and nothing is done', async (_, args) => {
  const { exitCode, stdout, stderr } = await mrr([...args, ...(args[0] ? ['--json'] : [])], folder);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toBe('');
  expect(existsSync(join(folder, 'out'))).toBe(false);
  expect(existsSync(join(folder, 'home'))).toBe(false);
});

test('every wrong setting is told before anything is started', async () => {
  const { exitCode, stderr } = await mrr(['batch', '--in', 'in', ...FROM, ...TO, '--out', 'out'], folder, {
    REPORT_FILENAME_PROFILE: 'appendix-c',
    INGEST_MAX_FILE_SIZE: '12',
  });
  expect(stderr).toContain('REPORT_FILENAME_PROFILE');
  expect(stderr).toContain('INGEST_MAX_FILE_SIZE');
  expect(exitCode).toBe(2);
});
