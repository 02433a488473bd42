import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogLimit } from './log-limit';

describe('the limit of logs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mrr-log-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps what was written last, and a process that has the file open goes on at its beginning', async () => {
    const file = join(folder, 'app.log');
    const limit = new LogLimit([join(folder, 'none.log'), file], 10);
    appendFileSync(file, 'short\n');
    await limit.look();
    expect(readdirSync(folder)).toEqual(['app.log']);
    const open = openSync(file, 'a');
    for (const line of ['the first lines\n', 'the second ones\n']) {
      writeSync(open, line);
      await limit.look();
    }
    writeSync(open, 'now\n');
    closeSync(open);
    expect(readFileSync(file, 'utf8')).toBe('now\n');
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('the second ones\n');
    expect(readdirSync(folder).toSorted()).toEqual(['app.log', 'app.log.1']);
  });
});
