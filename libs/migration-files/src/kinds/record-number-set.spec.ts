import fc from 'fast-check';
import { RecordNumberSet } from './record-number-set';

describe('RecordNumberSet', () => {
  it('knows a number if and only if it was added', () => {
    const border = fc.constantFrom(1, 31, 32, 33, 4_095, 4_096, 4_097, 999_999_999);
    const number = fc.oneof(
      border,
      fc.integer({ min: 1, max: 999_999_999 }),
      fc.integer({ min: 1, max: 99 }),
    );
    fc.assert(
      fc.property(fc.array(number, { maxLength: 60 }), (numbers) => {
        const set = new RecordNumberSet();
        const expected = new Set<number>();
        for (const added of numbers) {
          expect(set.add(added)).toBe(!expected.has(added));
          expected.add(added);
        }
      }),
    );
  });

  it('holds more numbers than a Set can', () => {
    const set = new RecordNumberSet();
    const count = 2 ** 24 + 10;
    for (let number = 1; number <= count; number += 1) set.add(number);
    expect([set.add(count), set.add(count + 1)]).toEqual([false, true]);
  });
});
