import fc from 'fast-check';
import { normaliseEui64 } from '@app/mrr';
import { Eui64Set } from './eui64-set';

describe('Eui64Set', () => {
  it('knows an id if and only if it was added', () => {
    const octet = fc.constantFrom(0, 1, 0x7f, 0x80, 0xff);
    const id = fc
      .array(octet, { minLength: 8, maxLength: 8 })
      .map((octets) => Buffer.from(octets).toString('hex'));
    fc.assert(
      fc.property(fc.array(id, { maxLength: 50 }), (ids) => {
        const set = new Eui64Set();
        const expected = new Set<string>();
        for (const text of ids) {
          const stored = normaliseEui64(text) ?? '';
          expect(set.has(stored)).toBe(expected.has(text));
          expect(set.add(stored)).toBe(!expected.has(text));
          expected.add(text);
        }
      }),
    );
  });
});
