import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mrr, mrr, type MrrResult, temporaryFolder } from './mrr';
import { areGone, descendantsOf, eventually, type RunningProcess } from './processes';
import { type BatchOutput, generateSample, hashesBelow, PERIOD, REPRODUCIBLE, type Verdict } from './sample';

const folder = temporaryFolder();
const DELIVERED = join(folder, 'delivered');
const BATCH_MS = 400_000;
let expected: readonly Verdict[];
let first: MrrResult;
let firstPid: number;
let output: BatchOutput;
let reference: Record<string, string>;

function batch(out: string, ...more: string[]): Mrr {
  return new Mrr(['batch', '--in', 'in', ...PERIOD, '--out', out, ...more], folder, REPRODUCIBLE);
}

function appsOf(program: Mrr, app: string): RunningProcess[] {
  return descendantsOf(program.pid).filter(({ command }) => command.includes(`/apps/${app}/`));
}

beforeAll(async () => {
  expected = await generateSample(folder);
  const program = batch('delivered', '--json');
  firstPid = program.pid;
  first = await program.ended();
  output = JSON.parse(first.stdout) as BatchOutput;
  reference = hashesBelow(DELIVERED);
}, BATCH_MS);

test('every bad file gets its verdict, every other one is loaded whole', () => {
  const bad = new Map(expected.map((verdict) => [verdict.path, verdict]));
  const wanted = Object.keys(hashesBelow(join(folder, 'in'))).map(
    (path) => bad.get(path) ?? { path, state: 'accepted', code: null, problems: [] },
  );
  expect(output.files).toEqual(wanted);
});

test('rejected input is told by exit code 3', () => {
  expect(first.stderr).toBe('');
  expect(first.exitCode).toBe(3);
});

test('every slot ends, and every issue lies in the folder of its party', () => {
  expect(output.slots).toEqual({ delivered: output.issues, nil: expect.any(Number) as number, failed: 0 });
  expect(Object.keys(reference)).toHaveLength(output.issues);
  const reports = new Set(Object.keys(reference).map((path) => path.split('/')[1]?.slice(0, 9)));
  expect(reports.size).toBe(10);
});

test('a recipient has no objection to what was delivered', async () => {
  const { stdout, exitCode } = await mrr(['verify', 'delivered', '--json'], folder);
  expect(JSON.parse(stdout)).toMatchObject({ files: output.issues, findings: [] });
  expect(exitCode).toBe(0);
});

test('a finished batch leaves nothing but its output', () => {
  expect(readdirSync(join(folder))).toEqual(['delivered', 'in']);
  const owners = readdirSync(tmpdir())
    .filter((name) => name.startsWith('mrr-batch-'))
    .map((name) => readFileSync(join(tmpdir(), name, 'owner'), 'utf8'));
  expect(owners).not.toContain(String(firstPid));
});

test(
  'two workers that are killed in mid-run give the same files as one',
  async () => {
    const program = batch('with-two-workers', '--workers', '2');
    const built = (): number => reportsBelow(join(folder, 'with-two-workers'));
    await eventually('both workers run', () => appsOf(program, 'report-worker').length === 2);
    for (const goal of [1, 40]) {
      await eventually(`${goal} reports are delivered`, () => built() >= goal);
      for (const { pid } of appsOf(program, 'report-worker')) process.kill(pid, 'SIGKILL');
    }
    const { stdout, stderr, exitCode } = await program.ended();
    expect(hashesBelow(join(folder, 'with-two-workers'))).toEqual(reference);
    expect(stderr).toContain('report-worker-1 has ended (SIGKILL) and is started again');
    expect(stdout).toContain(`Slots: ${output.issues} delivered, ${output.slots.nil} nil, 0 failed`);
    expect(exitCode).toBe(3);
  },
  BATCH_MS,
);

test.each(['SIGKILL', 'SIGINT'] as const)(
  'no process outlives a batch that is ended by %s',
  async (signal) => {
    const program = batch(`ended-by-${signal}`, '--workers', '2');
    await eventually('all apps run', () => descendantsOf(program.pid).filter(isApp).length === 5);
    const started = descendantsOf(program.pid);
    program.signal(signal);
    const { exitCode } = await program.ended();
    expect(exitCode).toBe(signal === 'SIGKILL' ? null : 1);
    await eventually('everything is gone', () => areGone(started));
  },
  BATCH_MS,
);

/** Whole reports; those still being written have names that begin with a dot. */
function reportsBelow(out: string): number {
  if (!existsSync(out)) return 0;
  return readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /[/]S1MIG[^/]*[.]csv$/.test(path),
  ).length;
}

function isApp({ command }: RunningProcess): boolean {
  return command.includes('/dist/apps/');
}
