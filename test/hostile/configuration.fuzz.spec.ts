import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { InvalidConfigError, loadConfigFrom } from '@app/config';
import { fuzz } from './fuzz';

const CONCERNS_FOLDER = join(__dirname, '..', '..', 'libs', 'config', 'src', 'concerns');

/** Every concern by its file, as the loader names it. */
const concerns = readdirSync(CONCERNS_FOLDER)
  .filter((name) => name.endsWith('.concern.ts'))
  .map((name) => name.replace('.concern.ts', '') as Parameters<typeof loadConfigFrom>[1]);

const variables = [
  ...new Set(
    concerns.flatMap((name) =>
      Array.from(
        readFileSync(join(CONCERNS_FOLDER, `${name}.concern.ts`), 'utf8').matchAll(/^ {4}([A-Z0-9_]+):/gm),
        ([, variable = '']) => variable,
      ),
    ),
  ),
];

const GOOD: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgresql://user:password@localhost/mrr',
  REDIS_URL: 'redis://localhost',
  INGEST_API_TOKEN: 'token-of-an-uploader',
  OPERATIONS_API_TOKEN: 'token-of-an-operator',
  TIE_BREAK_KEY: 'a key of sixteen characters',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
};

const oddValue = fc.oneof(
  fc.constantFrom(
    '0',
    '-1',
    '1e9',
    '0x10',
    'NaN',
    '  ',
    '\0',
    '%',
    '%zz',
    '%ff',
    'a=%',
    '=',
    ',,',
    ':',
    'http://',
    '[::1',
    '{',
    '0ms',
    '99999999d',
    '25d',
    '1 h',
    '1h30m',
    '1H',
    '١s',
    '999999999gb',
    '1tb',
    '2GB',
    '-1kb',
    '1.5mb',
    'WED 24:00:00',
    'wed 12:00:00',
    '2020-02-30T00:00:00Z',
    '2020-03-09T06:00:00+01:00',
    '+275760-09-13T00:00:00Z',
    'a=kill@0',
    'a=delay:1ms@5-2',
    'host:99999',
    'redis://[',
    'redis://%00',
    'x'.repeat(100_000),
    '(a'.repeat(5_000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .tuple(fc.integer(), fc.constantFrom('ms', 's', 'm', 'h', 'd', 'b', 'kb', 'mb', 'gb'))
    .map((parts) => parts.join('')),
);
const setting = fc.tuple(fc.constantFrom(...variables), oddValue);
const choices = fc.record({
  DELIVERY_TARGET: fc.constantFrom('folder', 'sharepoint', 'blob'),
  QUEUE_BACKEND: fc.constantFrom('redis', 'postgres'),
  REDIS_TOPOLOGY: fc.constantFrom('single', 'cluster', 'sentinel'),
});
const environment = fc
  .tuple(choices, fc.array(setting, { minLength: 1, maxLength: 4 }))
  .map(([chosen, settings]) => ({ ...GOOD, ...chosen, ...Object.fromEntries(settings) }));

/** Null: the environment is taken. */
function mistakesIn(given: Readonly<Record<string, string>>): InvalidConfigError | null {
  try {
    expect(everyNumberIn(loadConfigFrom(given, ...concerns))).not.toContain(NaN);
    return null;
  } catch (error) {
    if (error instanceof InvalidConfigError) return error;
    throw error;
  }
}

function everyNumberIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(everyNumberIn) : [];
}

describe('any environment', () => {
  fuzz('is taken, or refused with the names of its mistakes', environment, expectTakenOrRefused, {
    runs: 3_000,
  });

  it('is looked at whole: every variable of every concern', () => {
    expect(variables).toEqual(expect.arrayContaining([...Object.keys(GOOD), 'MA_CUT_OFF', 'FAILPOINTS']));
    expect(mistakesIn(GOOD)).toBeNull();
  });

  it.each([
    ['durations', 'INBOX_POLL_INTERVAL', (ms: number) => `${ms}ms`, 'inboxPollIntervalMs'],
    ['sizes', 'INGEST_MAX_FILE_SIZE', (bytes: number) => `${bytes}b`, 'maxFileSizeBytes'],
  ] as const)('%s mean what they say', (_, variable, written, name) => {
    fc.assert(
      fc.property(fc.nat(999_999_999), (value) => {
        const { ingest } = loadConfigFrom({ ...GOOD, [variable]: written(value) }, 'ingest');
        expect(ingest[name]).toBe(value);
      }),
    );
  });

  it.each(['INGEST_API_TOKEN', 'OPERATIONS_API_TOKEN'])(
    '%s is refused if no request could ever bear it',
    (variable) => {
      const usable = /^[!-~]{16,}$/;
      const token = fc.oneof(
        fc.string({ unit: 'grapheme-ascii', minLength: 14, maxLength: 30 }),
        fc.string({ unit: 'binary', minLength: 16, maxLength: 30 }),
        fc.constantFrom(
          'a token with blanks',
          'pässwörter-sind-lang',
          'a-token-for-tests\n',
          ' a-token-for-tests',
        ),
      );
      fc.assert(
        fc.property(token, (value) => {
          const error = mistakesIn({ ...GOOD, [variable]: value });
          expect(error === null).toBe(usable.test(value));
          if (error === null || value.trim() === '') return;
          expect(error.message).toContain(
            `${variable}: expected at least 16 ASCII characters without blanks`,
          );
          expect(error.message).not.toContain(value);
        }),
        { numRuns: 500 },
      );
    },
  );

  it.each(['a=%', 'a=%zz', 'a=%ff'])('that holds the headers %s names them as its mistake', (headers) => {
    const error = mistakesIn({ ...GOOD, OTEL_EXPORTER_OTLP_HEADERS: headers });
    expect(error?.mistakes.map(({ variable }) => variable)).toEqual(['OTEL_EXPORTER_OTLP_HEADERS']);
  });

  it('holds no interval that a timer would cut to a millisecond', () => {
    expect(mistakesIn({ ...GOOD, INBOX_POLL_INTERVAL: '24d' })).toBeNull();
    expect(mistakesIn({ ...GOOD, INBOX_POLL_INTERVAL: '25d' })?.message).toContain('a duration up to 24d');
  });
});

function expectTakenOrRefused(given: Readonly<Record<string, string>>): void {
  const error = mistakesIn(given);
  if (error === null) return;
  expect(error.mistakes).not.toEqual([]);
  for (const { variable, expected } of error.mistakes) {
    expect(error.message).toContain(`${variable}: expected ${expected}`);
    expect(variables).toContain(variable);
  }
}
