import fc from 'fast-check';
import { distributorIdOf, hasValidMpanCheckDigit, isMpan } from './mpan';

describe('MPAN', () => {
  it.each(['1012345678903', '0000000000000'])('%s is one', (text) => {
    expect(isMpan(text)).toBe(true);
  });

  it.each([
    '',
    '101234567890',
    '10123456789030',
    '101234567890A',
    ' 1012345678903',
    '１０１２３４５６７８９０３',
  ])('%j is none', (text) => {
    expect(isMpan(text)).toBe(false);
  });

  // The first is a published example, the second one whose sum modulo 11 is 10, which is written 0.
  it.each(['1012345678903', '7000000000000'])('%s has a right check digit', (mpan) => {
    expect(hasValidMpanCheckDigit(mpan)).toBe(true);
  });

  it('takes exactly one last digit as right', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (number) => {
        const start = String(number).padStart(12, '0');
        const right = Array.from({ length: 10 }, (_, digit) => `${start}${digit}`).filter(
          hasValidMpanCheckDigit,
        );
        expect(right).toHaveLength(1);
      }),
    );
  });

  it('names its distributor in the first two digits', () => {
    expect(distributorIdOf('1012345678903')).toBe('10');
  });
});
