import { retryAfterMs } from './retry-after';

const now = Date.parse('2026-11-01T12:00:00Z');

describe('retryAfterMs', () => {
  it.each([
    ['2', 2000],
    ['2.128', 2128],
    ['0', 0],
    [' 120 ', 120_000],
    ['Sun, 01 Nov 2026 12:01:30 GMT', 90_000],
    ['Sun, 01 Nov 2026 11:59:00 GMT', 0],
    ['', undefined],
    ['soon', undefined],
    ['-5', undefined],
    [null, undefined],
  ])('of %j is %j', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
