import { deviceId, mpan, mprn, partyId, sixDigits } from './sample-identifiers';

describe('sample identifiers', () => {
  it('ends an MPAN with its check digit', () => {
    expect(mpan('10', 1_234_567_890)).toBe('1012345678903');
  });

  it('ends an MPRN with its two check digits', () => {
    expect(mprn(39_384_244)).toBe('3938424403');
  });

  it('writes EUI-64 ids as eight upper-case octets', () => {
    expect(partyId('supplier', 1)).toBe('70-B3-D5-1F-30-00-A0-01');
    expect(partyId('supplier', 256)).toBe('70-B3-D5-1F-30-00-A1-00');
    expect(deviceId(0x1234, 2)).toBe('90-B3-D5-1F-00-00-91-A2');
  });

  it('gives no device id to two installations', () => {
    const ids = [1, 2, 3].flatMap((installation) => [0, 7].map((place) => deviceId(installation, place)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('pads counters to six digits', () => {
    expect(sixDigits(12)).toBe('000012');
  });
});
