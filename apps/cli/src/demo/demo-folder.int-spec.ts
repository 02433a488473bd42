import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimDemoFolder } from './demo-folder';

describe('the folder of a demo', () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'mrr-demo-test-'))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('is another one while a demo runs, whose files stay', () => {
    const first = claimDemoFolder(home);
    mkdirSync(first.path);
    writeFileSync(join(first.path, 'report'), '');
    const second = claimDemoFolder(home);
    expect(second.path).not.toBe(first.path);
    second.release();
    expect(claimDemoFolder(home).path).not.toBe(first.path);
    expect(existsSync(join(first.path, 'report'))).toBe(true);
    first.release();
  });

  it('is emptied and used again when the demo has ended, also by being killed', async () => {
    const first = claimDemoFolder(home);
    mkdirSync(first.path);
    first.release();
    const ended = spawn(process.execPath, ['-e', '']);
    await once(ended, 'exit');
    writeFileSync(join(home, 'demo', 'owner'), String(ended.pid));
    mkdirSync(join(home, 'demo', `delivered-${ended.pid}`));
    expect(claimDemoFolder(home).path).toBe(first.path);
    expect(existsSync(first.path)).toBe(false);
    expect(existsSync(join(home, 'demo', `delivered-${ended.pid}`))).toBe(false);
  });
});
