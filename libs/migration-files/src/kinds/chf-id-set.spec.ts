import fc from 'fast-check';
import { normaliseEui64 } from '@app/mrr';
import { ChfIdSet } from './chf-id-set';

describe('ChfIdSet', () => {
  it('knows an id if and only if it was added', () => {
    const octet = fc.constantFrom(0, 1, 0x7f, 0x80, 0xff);
    const id = fc
      .array(octet, { minLength: 8, maxLength: 8 })
      .map((octets) => Buffer.from(octets).toString('hex'));
    fc.assert(
      fc.property(fc.array(id, { maxLength: 50 }), (ids) => {
        const set = new ChfIdSet();
        const expected = new Set<string>();
        for (const text of ids) {
          expect(set.add(normaliseEui64(text) ?? '')).toBe(!expected.has(text));
          expected.add(text);
        }
      }),
    );
  });
});
