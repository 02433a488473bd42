import fc from 'fast-check';
import { normaliseEui64 } from './eui64';

const stored = '70-B3-D5-1F-30-00-A0-01';

describe('normaliseEui64', () => {
  it.each([stored, '70-b3-d5-1f-30-00-a0-01', '70B3D51F3000A001', '70b3D51f3000a001'])(
    'accepts %s',
    (text) => {
      expect(normaliseEui64(text)).toBe(stored);
    },
  );

  it.each([
    '',
    '70-B3-D5-1F-30-00-A0',
    '70-B3-D5-1F-30-00-A0-01-02',
    '70-B3-D5-1F-30-00-A0-0G',
    '70:B3:D5:1F:30:00:A0:01',
    '70B3-D51F-3000-A001',
    ' 70-B3-D5-1F-30-00-A0-01',
    '70-B3-D5-1F-30-00-A0-01\n',
    '70B3D51F3000A00１',
  ])('refuses %j', (text) => {
    expect(normaliseEui64(text)).toBeNull();
  });

  it('gives every form of an id the same stored form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (octets) => {
        const hex = Array.from(octets, (octet) => octet.toString(16).padStart(2, '0'));
        const expected = hex.join('-').toUpperCase();
        for (const text of [expected, hex.join('-'), hex.join('')])
          expect(normaliseEui64(text)).toBe(expected);
      }),
    );
  });
});
