import fc from 'fast-check';
import { filesToMutate, type NamedBytes } from './files';
import { fuzz } from './fuzz';
import { mutated } from './mutated-bytes';
import { inChunks, type Verdict, verdictOf } from './verdict';

const REJECTIONS = ['ENCODING', 'MALFORMED', 'DOCTYPE', 'SCHEMA', 'HEADER', 'COUNT_MISMATCH'];
const PROBLEMS = ['FIELD', 'FIELD_TOO_LONG', 'MPAN', 'MPRN', 'DUPLICATE_RECORD', 'FORMULA_LEAD'];
const WARNINGS = ['MPAN_CHECK_DIGIT', 'MPRN_CHECK_DIGIT', 'DEVICE_TYPE_REPEATED'];
const MAX_SHOWN = 201;
const MAX_MESSAGE = 301;

const LONE_SURROGATE = /\p{Surrogate}/u;

const files = filesToMutate();

interface CutFile extends NamedBytes {
  readonly sizes: readonly number[];
}

const chunkSizes = fc.oneof(
  fc.constant([]),
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
  fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 5 }),
);
const hostileFile: fc.Arbitrary<CutFile> = fc
  .tuple(mutated(files), chunkSizes)
  .map(([{ name, content }, sizes]) => ({ name, content, sizes }));

const noise: fc.Arbitrary<NamedBytes> = fc.record({
  name: fc.constantFrom(...files.map((file) => file.name)),
  content: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
});

describe('any bytes under the name of any kind', () => {
  fuzz('get the same clear verdict however they are cut', hostileFile, expectSameHoweverCut);
  fuzz('that are noise are rejected', noise, expectRejected);
});

async function expectSameHoweverCut({ name, content, sizes }: CutFile): Promise<void> {
  const whole = await verdictOf(name, [content]);
  expectClear(whole);
  expect(await verdictOf(name, inChunks(content, sizes))).toEqual(whole);
}

async function expectRejected({ name, content }: NamedBytes): Promise<void> {
  const verdict = await verdictOf(name, [content]);
  expectClear(verdict);
  expect(verdict.rejection).not.toBeNull();
}

/** A rejection says why and where; of a file that is read each record is either there or set aside with a reason. */
function expectClear({ events, rejection }: Verdict): void {
  if (rejection !== null) {
    expect(REJECTIONS).toContain(rejection.code);
    expectReadable(rejection.message, rejection.value ?? null);
    if (rejection.code !== 'COUNT_MISMATCH') expect(rejection.line).toBeGreaterThanOrEqual(1);
    return;
  }
  const [first, ...others] = events;
  const loaded: number[] = [];
  const setAside = new Set<number>();
  for (const event of others) {
    if (event.type === 'record') loaded.push(event.recordNumber);
    if (event.type !== 'problem') continue;
    const { recordNumber, field, code, message, value, severity } = event.problem;
    expect(severity === 'warning' ? WARNINGS : PROBLEMS).toContain(code);
    expect(field).not.toBe('');
    expectReadable(message, value);
    if (severity === 'set-aside') setAside.add(recordNumber);
  }
  expect(first?.type).toBe('header');
  const announced = first?.type === 'header' ? first.header.recordCount : -1;
  const all = [...loaded, ...setAside].toSorted((left, right) => left - right);
  expect(all).toEqual(Array.from({ length: announced }, (_, at) => at + 1));
}

function expectReadable(message: string, value: string | null): void {
  expect(message.length).toBeGreaterThan(0);
  expect(message.length).toBeLessThanOrEqual(MAX_MESSAGE);
  expect(value?.length ?? 0).toBeLessThanOrEqual(MAX_SHOWN);
  expect(`${message}${value}`).not.toMatch(LONE_SURROGATE);
}
