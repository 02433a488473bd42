import fc from 'fast-check';
import { percentage } from './percentage';

describe('percentage', () => {
  it.each([
    [1, 8, 13],
    [1, 200, 1],
    [1, 201, 0],
    [995, 1000, 100],
    [994, 1000, 99],
    [0, 5, 0],
    [5, 5, 100],
  ])('of %i in %i is %i', (part, total, expected) => {
    expect(percentage(part, total)).toBe(expected);
  });

  it('has no value where the divisor is zero (R30)', () => {
    expect(percentage(0, 0)).toBeNull();
  });

  it('is within half a percent, rounded half up, for counts of nine digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.nat(999_999_999), (total, some) => {
        const part = BigInt(Math.min(some, total));
        const exact = (200n * part + BigInt(total)) / (2n * BigInt(total));
        expect(percentage(Number(part), total)).toBe(Number(exact));
      }),
    );
  });
});
