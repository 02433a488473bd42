import { Random } from './random';

describe('Random', () => {
  it('gives the same numbers on every machine', () => {
    const random = new Random('sample/1');
    expect([random.next(), random.next(), random.next()]).toEqual([2280174050, 62357369, 39812175]);
  });

  it('draws the same from a fork, whatever was drawn from its parent', () => {
    const parent = new Random('sample/1');
    const before = parent.fork('MCF', 7).next();
    parent.next();
    expect(parent.fork('MCF', 7).next()).toBe(before);
    expect(parent.fork('MCF', 8).next()).not.toBe(before);
  });

  it('reaches both ends of a range and nothing beyond', () => {
    const random = new Random('range');
    const drawn = new Set(Array.from({ length: 500 }, () => random.integer(-1, 2)));
    expect([...drawn].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
  });

  it('picks by weight', () => {
    const random = new Random('weights');
    const items = [
      { name: 'often', weight: 9 },
      { name: 'seldom', weight: 1 },
      { name: 'never', weight: 0 },
    ];
    const names = Array.from({ length: 2000 }, () => random.pickWeighted(items).name);
    const seldom = names.filter((name) => name === 'seldom').length;
    expect(names).not.toContain('never');
    expect(seldom).toBeGreaterThan(100);
    expect(seldom).toBeLessThan(320);
  });

  it('refuses to pick from nothing', () => {
    expect(() => new Random('empty').pick([])).toThrow(RangeError);
    expect(() => new Random('empty').pickWeighted([])).toThrow(RangeError);
  });
});
