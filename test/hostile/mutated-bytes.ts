import fc from 'fast-check';

/** One change of a file; positions and lengths are fractions, so that a change fits a file of any size. */
export type Mutation = (bytes: Buffer) => Buffer;

const KILOBYTES_70 = 70_000;

/** What means something to XML, CSV, UTF-8, a spreadsheet, a terminal or a file system. */
const TOKENS: readonly Buffer[] = [
  ...[
    '"',
    '""',
    ',',
    ',,,,,,,,',
    '\n',
    '\r',
    '\r\n',
    '\0',
    '<',
    '>',
    '&',
    '&lt;',
    '&#0;',
    '&#x41;',
    '&nothing;',
    '&#x10FFFF;',
    '<!--',
    '-->',
    '--',
    '<![CDATA[',
    ']]>',
    '<?p q?>',
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<?xml version="1.1"?>',
    '<!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;">]>',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    ' xmlns="urn:other"',
    ' xmlns:x="urn:mrr:migration-files:1"',
    '<a>'.repeat(100),
    '</Installation>',
    '<Installation>',
    '00,',
    '10,',
    '=',
    '+1',
    '-1',
    '@a',
    '\t',
    ' ',
    '\u0085',
    '\u009b31m',
    '\u00a0',
    '\u2028',
    '\u202e',
    '\ufeff',
    '\ufffe',
    '\u{1F600}',
    'e\u0301',
    '\\N',
    '\\.',
    '99999999999999999999',
    '-0',
    '1e3',
    '0x10',
    '00000000',
    '20200230',
    'x'.repeat(300),
    'x'.repeat(KILOBYTES_70),
    '"'.repeat(KILOBYTES_70),
    ','.repeat(5_000),
    ' a="b"'.repeat(1_200),
  ].map((text) => Buffer.from(text)),
  Buffer.from([0x80]),
  Buffer.from([0xc0, 0x80]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xf4, 0x90, 0x80, 0x80]),
  Buffer.from([0xe2, 0x82]),
  Buffer.from([0xff, 0xfe]),
  Buffer.from([0x1f, 0x8b, 0x08]),
  Buffer.from('PK\u0003\u0004'),
];

const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const range = fc.tuple(fraction, fc.oneof(fc.nat(20), fc.nat(2_000)));
const token = fc.oneof(
  { arbitrary: fc.constantFrom(...TOKENS), weight: 4 },
  { arbitrary: fc.uint8Array({ minLength: 1, maxLength: 6 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
);

function cutAt(bytes: Buffer, at: number, length: number): [before: Buffer, cut: Buffer, after: Buffer] {
  const from = Math.floor(at * bytes.length);
  return [bytes.subarray(0, from), bytes.subarray(from, from + length), bytes.subarray(from + length)];
}

const flippedBit = fc.tuple(fraction, fc.nat(7)).map(([at, bit]): Mutation => (bytes) => {
  const changed = Buffer.from(bytes);
  const position = Math.min(Math.floor(at * bytes.length), bytes.length - 1);
  if (position >= 0) changed[position] = (changed[position] ?? 0) ^ (1 << bit);
  return changed;
});
const removed = range.map(([at, length]): Mutation => (bytes) => {
  const [before, , after] = cutAt(bytes, at, length);
  return Buffer.concat([before, after]);
});
const doubled = range.map(([at, length]): Mutation => (bytes) => {
  const [before, cut, after] = cutAt(bytes, at, length);
  return Buffer.concat([before, cut, cut, after]);
});
const moved = fc.tuple(range, fraction).map(([[at, length], to]): Mutation => (bytes) => {
  const [before, cut, after] = cutAt(bytes, at, length);
  const [start, , end] = cutAt(Buffer.concat([before, after]), to, 0);
  return Buffer.concat([start, cut, end]);
});
const inserted = fc.tuple(range, token).map(([[at], part]): Mutation => (bytes) => {
  const [before, , after] = cutAt(bytes, at, 0);
  return Buffer.concat([before, part, after]);
});
const replaced = fc.tuple(range, token).map(([[at, length], part]): Mutation => (bytes) => {
  const [before, , after] = cutAt(bytes, at, length);
  return Buffer.concat([before, part, after]);
});
/** A token in the place of one whole value: between two delimiters of XML or CSV. */
const replacedValue = fc.tuple(fraction, token).map(([at, part]): Mutation => (bytes) => {
  const text = bytes.toString('latin1');
  const from = Math.max(...['>', ',', '\n'].map((mark) => text.lastIndexOf(mark, at * text.length))) + 1;
  const rest = /[<,\r\n]/.exec(text.slice(from));
  const end = rest === null ? text.length : from + rest.index;
  return Buffer.concat([bytes.subarray(0, from), part, bytes.subarray(end)]);
});
const truncated = fraction.map(
  (at): Mutation =>
    (bytes) =>
      bytes.subarray(0, Math.floor(at * bytes.length)),
);
const encoded = fc
  .constantFrom<Mutation>(
    (bytes) => Buffer.from(bytes.toString(), 'utf16le'),
    (bytes) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(bytes.toString(), 'utf16le')]),
    (bytes) => Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(bytes.toString(), 'utf16le').swap16()]),
    (bytes) => Buffer.from(bytes.toString(), 'latin1'),
    (bytes) => Buffer.from(bytes.toString().replaceAll('<', '+ADw-').replaceAll('"', '+ACI-')),
    (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
    (bytes) => Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), bytes]),
  )
  .map((mutation) => mutation);

const mutation = fc.oneof(
  { arbitrary: replacedValue, weight: 4 },
  { arbitrary: fc.oneof(flippedBit, removed, doubled, moved, inserted, replaced), weight: 6 },
  { arbitrary: fc.oneof(truncated, encoded), weight: 1 },
);

/** One of the files, changed in up to six places. */
export function mutated<F extends { readonly content: Buffer }>(files: readonly F[]): fc.Arbitrary<F> {
  return fc
    .tuple(fc.constantFrom(...files), fc.array(mutation, { maxLength: 6 }))
    .map(([file, mutations]) => ({
      ...file,
      content: mutations.reduce((bytes, change) => change(bytes), file.content),
    }));
}
