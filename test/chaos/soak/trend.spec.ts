import { isFlat, trendOf } from './trend';

const points = (values: number[]) => values.map((value, minute) => ({ minute, value }));

describe('a trend', () => {
  it('is the slope of what grows steadily', () => {
    expect(trendOf(points([10, 12, 14, 16]))).toEqual({ first: 10, last: 16, most: 16, perHour: 120 });
  });

  it('does not follow a single peak to its top', () => {
    const { perHour, most } = trendOf(points([10, 10, 30, 10, 10]));
    expect({ perHour, most }).toEqual({ perHour: 0, most: 30 });
  });

  it('is flat when an hour adds less than a tenth, or less than is allowed', () => {
    expect(isFlat({ first: 0, last: 100, most: 100, perHour: 9 }, 1)).toBe(true);
    expect(isFlat({ first: 0, last: 100, most: 100, perHour: 11 }, 1)).toBe(false);
    expect(isFlat({ first: 0, last: 1, most: 1, perHour: 4 }, 5)).toBe(true);
  });

  it('needs something to see', () => {
    expect(() => trendOf([])).toThrow('nothing');
  });
});
