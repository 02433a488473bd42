import { hasValidMprnCheckDigits, isMprn } from './mprn';

describe('MPRN', () => {
  it.each(['1', '3938424403', '1234567890123'])('%s is one', (text) => {
    expect(isMprn(text)).toBe(true);
  });

  it.each(['', '12345678901234', '39384 24403', '-1', '3938424403\n'])('%j is none', (text) => {
    expect(isMprn(text)).toBe(false);
  });

  it.each(['3938424403', '0003938424403', '101', '5010'])('%s has right check digits', (mprn) => {
    expect(hasValidMprnCheckDigits(mprn)).toBe(true);
  });

  it.each(['3938424404', '3938424430', '102', '00', '1'])('%s has wrong check digits', (mprn) => {
    expect(hasValidMprnCheckDigits(mprn)).toBe(false);
  });
});
