import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';

/** How `npm run fuzz` asks for a long run; `npm test` has none of these and makes a short one with a fixed seed. */
const { FUZZ_SECONDS, FUZZ_SEED = '1', FUZZ_CURRENT_FOLDER, FUZZ_FOLDER, FUZZ_REPLAY } = process.env;

/** No input may take longer, also on a busy machine: what is slower grows with the square of the input. */
const MAX_CASE_MS = 10_000;

/** How far one target's inputs may make the process grow. */
const MAX_GROWTH_BYTES = 400 * 1_048_576;

const SHORT_RUNS = 300;

interface KeptCase<T> {
  readonly target: string;
  readonly value: T;
}

export interface FuzzOptions {
  /** Inputs of the short run. */
  readonly runs?: number;
}

/**
 * A property of hostile input as a test: short in `npm test`, as long as wanted in `npm run fuzz`, and of one kept input
 * when that is replayed. In a long run each input is kept in a file before it is tried, so that one which ends the
 * process or never returns can be tried again; an input that fails is kept in its smallest form.
 *
 * `check` throws what is wrong. T must survive a structured clone.
 */
export function fuzz<T>(
  target: string,
  inputs: fc.Arbitrary<T>,
  check: (input: T) => void | Promise<void>,
  { runs = SHORT_RUNS }: FuzzOptions = {},
): void {
  const timeoutMs = (Number(FUZZ_SECONDS ?? 0) + 120) * 1_000;
  it(
    target,
    async () => {
      if (FUZZ_REPLAY !== undefined) return check(readCase<T>(FUZZ_REPLAY).value);
      const before = process.memoryUsage().rss;
      const property = fc.asyncProperty(inputs, (input) => inBounds(target, input, check));
      const details = await fc.check(property, { seed: Number(FUZZ_SEED), ...extent<T>(runs) });
      if (details.failed) {
        const kept = details.counterexample ? keep('failing', target, details.counterexample[0]) : null;
        throw new Error(fc.defaultReportMessage(details) + (kept ? `\nKept: ${kept}` : ''));
      }
      if (FUZZ_SECONDS !== undefined) process.stderr.write(`${target}: ${details.numRuns} inputs\n`);
      expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH_BYTES);
    },
    timeoutMs,
  );
}

function extent<T>(runs: number): fc.Parameters<[T]> {
  if (FUZZ_SECONDS === undefined) return { numRuns: runs };
  const interruptAfterTimeLimit = Number(FUZZ_SECONDS) * 1_000;
  return { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit, markInterruptAsFailure: false };
}

async function inBounds<T>(
  target: string,
  input: T,
  check: (input: T) => void | Promise<void>,
): Promise<void> {
  keep('current', target, input);
  const startedAt = performance.now();
  await check(input);
  const tookMs = performance.now() - startedAt;
  if (tookMs > MAX_CASE_MS) throw new Error(`One input took ${Math.round(tookMs)} ms`);
}

/** @returns where, or null in a short run, which can be repeated by its seed */
function keep<T>(prefix: 'current' | 'failing', target: string, value: T): string | null {
  const folder = prefix === 'current' ? FUZZ_CURRENT_FOLDER : FUZZ_FOLDER;
  if (folder === undefined) return null;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${prefix}-${target.replace(/[^a-zA-Z]+/g, '-').slice(0, 60)}.case`);
  writeFileSync(file, serialize({ target, value } satisfies KeptCase<T>));
  return file;
}

function readCase<T>(file: string): KeptCase<T> {
  return deserialize(readFileSync(file)) as KeptCase<T>;
}
