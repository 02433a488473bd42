import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mrr } from './mrr';

/** A market as small as the generator makes it, with everything that must be refused. */
export const SAMPLE = '--seed 11 --weeks 1 --installations-per-day 3 --suppliers 4 --dnos 1 --hostile'.split(
  ' ',
);

/** Three days and the Monday that sums up the week, so that slots of all ten reports are among them. */
export const PERIOD = ['--from', '2020-03-06T00:00:00Z', '--to', '2020-03-09T06:00:00Z'];

/** What would otherwise differ from run to run. */
export const REPRODUCIBLE = {
  REPORT_CREATION_CLOCK: '2020-04-01T12:34:56Z',
  TIE_BREAK_KEY: 'the same in every run',
};

export interface Verdict {
  readonly path: string;
  readonly state: string;
  readonly code: string | null;
  readonly problems: readonly { readonly record: number; readonly field: string; readonly code: string }[];
}

export interface BatchOutput {
  readonly files: readonly Verdict[];
  readonly slots: { readonly delivered: number; readonly nil: number; readonly failed: number };
  readonly issues: number;
}

/** Generates the sample files below `folder`/in and returns the verdicts that the hostile ones must get. */
export async function generateSample(folder: string): Promise<readonly Verdict[]> {
  const { stdout, exitCode } = await mrr(['generate', ...SAMPLE, '--out', 'in', '--json'], folder);
  expect(exitCode).toBe(0);
  return (JSON.parse(stdout) as { expected: Verdict[] }).expected;
}

/** Path below `folder` → SHA-256 of its bytes, for every file. */
export function hashesBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Object.fromEntries(
    files.map((file) => [
      file.slice(folder.length + 1),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  );
}
