import { BadRequestException } from '@nestjs/common';
import fc from 'fast-check';
import { instantText, plainText } from './fields';
import { readCursor, toPage } from './page';

const cursorOf = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

describe('a cursor', () => {
  it('that a page gave is read back', () => {
    const { next } = toPage(['7', '6', '5'], 2, (id) => ['2020-03-02T00:00:00.000Z', id]);
    expect(readCursor(next ?? '', 'instant', 'id')).toEqual(['2020-03-02T00:00:00.000Z', '6']);
  });

  it.each([
    ['of too few parts', ['1']],
    ['whose id is no number', ['2020-03-02T00:00:00Z', 'x']],
    ['whose id is beyond a bigint', ['2020-03-02T00:00:00Z', '9'.repeat(20)]],
    ['whose instant is none', ['now', '1']],
    ['whose instant the database does not know', ['0000-01-01T00:00:00Z', '1']],
    ['of other things than texts', [1, {}]],
    ['that is no list', { length: 2 }],
  ])('%s is refused', (_, key) => {
    expect(() => readCursor(cursorOf(key), 'instant', 'id')).toThrow(BadRequestException);
  });

  it('of any text is read or refused, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.json().map(cursorOf), fc.jsonValue().map(cursorOf)),
        (text) => {
          let read: unknown;
          try {
            read = readCursor(text, 'id');
          } catch (error) {
            read = error instanceof BadRequestException ? ['1'] : error;
          }
          expect(read).toEqual([expect.stringMatching(/^[1-9]\d*$/)]);
        },
      ),
    );
  });
});

describe('a query', () => {
  it.each([
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+23:59',
    '2020-02-30T00:00:00Z',
    'infinity',
    'now',
    '',
  ])('with the instant "%s" is refused', (text) => expect(instantText.safeParse(text).success).toBe(false));

  it('takes real instants and all texts but those with a NUL', () => {
    expect(instantText.safeParse('2020-03-02T06:00:00+01:00').success).toBe(true);
    expect([plainText().safeParse('é\u202e').success, plainText().safeParse('a\0').success]).toEqual([
      true,
      false,
    ]);
  });
});
