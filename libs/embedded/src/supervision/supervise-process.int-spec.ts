import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledLibrary, survivors } from '../../test/other-program';
import { EmbeddedServiceError } from '../embedded-service.error';
import { describeProcess } from '../process-inspection';
import { superviseProcess } from './supervise-process';

/** Ends only by SIGKILL, and so does its own child, whose pid it prints. */
const STUBBORN_PAIR = `
  const { spawn } = require('node:child_process');
  process.on('SIGTERM', () => undefined);
  const child = spawn(process.execPath,
    ['-e', 'process.on("SIGTERM", () => undefined); console.log("up"); setInterval(() => undefined, 1000000)'],
    { detached: true });
  child.stdout.once('data', () => console.log(child.pid));
`;

test('output arrives line by line, the last one without a line end as well', async () => {
  const lines: string[] = [];
  const child = await superviseProcess({
    command: process.execPath,
    args: ['-e', 'process.stdout.write("one\\ntwo\\nthr"); process.stdout.write("ee")'],
    log: (line) => lines.push(line),
  });
  expect(await child.exited).toEqual({ code: 0, signal: null });
  expect(lines).toEqual(['one', 'two', 'three']);
});

test('standard input reaches the process and is closed', async () => {
  const lines: string[] = [];
  const child = await superviseProcess({ command: 'cat', stdin: 'secret', log: (line) => lines.push(line) });
  await child.exited;
  expect(lines).toEqual(['secret']);
});

test('output can be appended to a file', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'mrr-supervise-'));
  const file = join(dir, 'log');
  for (const word of ['first', 'second']) {
    await (
      await superviseProcess({ command: 'echo', args: [word], output: { file } })
    ).exited;
  }
  expect(readFileSync(file, 'utf8')).toBe('first\nsecond\n');
  rmSync(dir, { recursive: true });
});

test('a command that does not exist is an error of the start', async () => {
  await expect(superviseProcess({ command: '/does/not/exist' })).rejects.toThrow(EmbeddedServiceError);
});

test('the exit code and the ending signal are told', async () => {
  const failed = await superviseProcess({ command: 'sh', args: ['-c', 'exit 3'] });
  expect(await failed.exited).toEqual({ code: 3, signal: null });
  const asked = await superviseProcess({ command: 'sleep', args: ['1000'] });
  expect(await asked.stop()).toEqual({ code: null, signal: 'SIGTERM' });
});

test('a process that ignores the request to stop is killed with its descendants', async () => {
  let tell: (pid: number) => void = () => undefined;
  const grandchild = new Promise<number>((resolve) => (tell = resolve));
  const child = await superviseProcess({
    command: process.execPath,
    args: ['-e', STUBBORN_PAIR],
    stopTimeoutMs: 50,
    log: (line) => tell(Number(line)),
  });
  const pids = [child.pid, await grandchild];
  await child.stop();
  expect(pids.filter((pid) => describeProcess(pid) !== undefined)).toEqual([]);
});

describe('when the program ends', () => {
  const library = CompiledLibrary.build();
  afterAll(() => library.remove());

  const start = `
    const child = await embedded.superviseProcess({
      command: 'sleep', args: ['1000'], keepAlive: false,
    });
    say(child.pid);`;

  test('by SIGKILL, its processes end', async () => {
    const program = library.run(`${start} await forever();`);
    await program.hears();
    const started = program.descendants();
    expect(started).toHaveLength(2); // the watchdog and the process
    await program.kill9();
    expect(await survivors(started, 5_000)).toEqual([]);
  });

  test('by itself, its processes end', async () => {
    const program = library.run(start);
    const pid = await program.hears<number>();
    expect(await program.exited).toBe(0);
    expect(await survivors([pid], 5_000)).toEqual([]);
  });

  test('a process that is to be kept running keeps the program running', async () => {
    const program = library.run(`
      const child = await embedded.superviseProcess({ command: 'sh', args: ['-c', 'sleep 0.2; exit 4'] });
      void child.exited.then(({ code }) => say(code));`);
    expect(await program.hears()).toBe(4);
    expect(await program.exited).toBe(0);
  });

  test('the watchdog goes with the last process, while the program runs on', async () => {
    const program = library.run(`${start} await child.stop(); say('stopped'); await forever();`);
    await program.hears();
    expect(await program.hears()).toBe('stopped');
    expect(program.descendants()).toEqual([]);
    await program.kill9();
  });

  test('processes of a killed watchdog end when their program learns of it', async () => {
    const program = library.run(`${start} void forever(); await child.exited; say('ended');`);
    const pid = await program.hears<number>();
    const watchdog = describeProcess(pid)?.parentPid;
    process.kill(Number(watchdog), 'SIGKILL');
    expect(await program.hears()).toBe('ended');
    expect(await survivors([pid], 5_000)).toEqual([]);
    await program.kill9();
  });
});
