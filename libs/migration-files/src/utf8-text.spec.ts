import fc from 'fast-check';
import { FileRejectedError } from './file-rejected.error';
import { Utf8Text } from './utf8-text';

const MARK = [0xef, 0xbb, 0xbf];

function decode(
  bytes: Uint8Array,
  sizes: readonly number[] = [bytes.length],
): { text: string; code: string | null } {
  const decoder = new Utf8Text();
  let text = '';
  try {
    let at = 0;
    for (const size of sizes) {
      decoder.decode(bytes.subarray(at, at + size), (part) => (text += part));
      at += size;
    }
    decoder.decode(bytes.subarray(at), (part) => (text += part));
    decoder.end();
    return { text, code: null };
  } catch (error) {
    if (!(error instanceof FileRejectedError)) throw error;
    return { text, code: error.code };
  }
}

describe('Utf8Text', () => {
  it('gives the same text however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat(5)), fc.boolean(), (text, sizes, marked) => {
        const bytes = Buffer.concat([Buffer.from(marked ? MARK : []), Buffer.from(text)]);
        const expected = !marked && text.startsWith('\uFEFF') ? text.slice(1) : text;
        expect(decode(bytes, sizes)).toEqual({ text: expected, code: null });
      }),
    );
  });

  it('refuses the same bytes at the same place however they are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.array(fc.nat(5)), (bytes, sizes) => {
        expect(decode(bytes, sizes)).toEqual(decode(bytes));
      }),
    );
  });

  it('agrees with the platform on what UTF-8 is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        let expected: string | null = null;
        try {
          expected = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        } catch {
          // Stays null: not UTF-8.
        }
        const { text, code } = decode(bytes);
        expect(code === null ? text : null).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('drops one byte order mark, not two', () => {
    expect(decode(Uint8Array.from([...MARK, ...MARK, 65]))).toEqual({ text: '\uFEFFA', code: null });
  });

  it.each([
    ['a Latin-1 letter', [65, 0xe9, 66], 'A'],
    ['an overlong form', [65, 0xc0, 0x80], 'A'],
    ['a surrogate', [65, 0xed, 0xa0, 0x80], 'A'],
    ['a character cut off at the end', [65, 0xe2, 0x82], 'A'],
    ['UTF-16 with its mark', [0xff, 0xfe, 65, 0], ''],
    ['UTF-16, big end first', [0xfe, 0xff, 0, 65], ''],
  ])('refuses %s after the text before it', (_, bytes, before) => {
    expect(decode(Uint8Array.from(bytes))).toEqual({ text: before, code: 'ENCODING' });
  });
});
