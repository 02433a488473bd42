import fc from 'fast-check';
import { FileRejectedError, parseFileName } from '@app/migration-files';
import { filesToMutate } from './files';
import { fuzz } from './fuzz';

/** The patterns of the file list, written down a second time and in another way. */
const ID = '(?:[0-9A-Fa-f]{2}-){7}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{16}';
const SMSO = '[A-Za-z0-9]{3}';
const TIME = '\\d{8}_\\d{6}';
const COMMON = `${SMSO}_(?:${ID})_\\d{6}`;
const NAMES = new RegExp(
  `^(?:ORG_${TIME}\\.csv|DC[-_][A-Z0-9]{6}_(?:${ID})_${SMSO}_\\d{8}\\.csv|MA_${SMSO}_(?:${ID})_${TIME}\\.csv` +
    `|MAVR_${SMSO}_(?:${ID})_${TIME}_\\d{3}\\.csv|MACR_${SMSO}_(?:${ID})_${TIME}\\.csv|MCF_${COMMON}\\.xml` +
    `|MGE?F_${COMMON}_[A-Z]{2}_\\d{6}\\.xml|(?:MCVF|S1SPCF|COF)_(?:${ID})_\\d{6}\\.xml` +
    `|(?:S1SPAUD|CPAUD)_(?:${ID})_\\d{6}\\.csv)$`,
);

const goodNames = [...new Set(filesToMutate().map(({ name }) => name))];
const oddPart = fc.oneof(
  fc.constantFrom(
    '../',
    '/',
    '\\',
    '..\\',
    '\0',
    '.',
    ' ',
    '_',
    '-',
    '%2e',
    '\n',
    '\u202e',
    '\u0430',
    '\uff2d',
    '\u0131',
    'e\u0301',
    '\u00e9',
    'CON',
    '~1',
    ':',
    '::$DATA',
    '9'.repeat(300),
    '_'.repeat(5_000),
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
);

/** A good name with something put in the place of a few of its characters, or in another case or normal form. */
const oddName = fc
  .tuple(
    fc.constantFrom(...goodNames),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4), oddPart), { maxLength: 3 }),
    fc.constantFrom<(name: string) => string>(
      (name) => name,
      (name) => name.toLowerCase(),
      (name) => name.normalize('NFD'),
      (name) => ` ${name}`,
      (name) => `${name}.`,
      (name) => `${name} `,
      (name) => `${name}.gz`,
    ),
  )
  .map(([name, changes, form]) =>
    form(
      changes.reduce((text, [at, length, part]) => {
        const from = Math.floor(at * text.length);
        return text.slice(0, from) + part + text.slice(from + length);
      }, name),
    ),
  );

describe('any file name', () => {
  const name = fc.oneof(
    { arbitrary: oddName, weight: 5 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 400 }), weight: 1 },
  );
  fuzz('is one of the patterns or refused as FILE_NAME', name, expectPatternOrRefusal, { runs: 3_000 });

  it.each(goodNames)('%s is one of the patterns', (good) => {
    expect(good.startsWith('MCF-2') || NAMES.test(good)).toBe(true);
  });
});

/** What is accepted is plain ASCII without a path in it; dates must be real ones too, so not every match is accepted. */
function expectPatternOrRefusal(name: string): void {
  try {
    const parsed = parseFileName(name);
    expect(name).toMatch(NAMES);
    expect(parsed.name).toBe(name);
  } catch (error) {
    if (!(error instanceof FileRejectedError)) throw error;
    expect(error.code).toBe('FILE_NAME');
    expect(error.message).not.toBe('');
    expect(error.value?.length ?? 0).toBeLessThanOrEqual(201);
  }
}
