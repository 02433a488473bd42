import { posix } from 'node:path';
import * as fc from 'fast-check';
import { assertArchiveKey } from './archive-key';
import { InvalidArchiveKeyError } from './invalid-archive-key.error';

describe('assertArchiveKey', () => {
  it.each([
    'sources/ab/abcdef',
    'reports/S1MIG-001/S1MIG-001_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200309#060000.csv',
    'a b/ü.csv',
  ])('accepts %s', (key) => {
    expect(() => assertArchiveKey(key)).not.toThrow();
  });

  it.each([
    '',
    '/etc/passwd',
    'a//b',
    'a/',
    '../a',
    'a/../../b',
    'a/./b',
    '.tmp-1',
    'a\\b',
    'a\u0000b',
    'a\nb',
    'x'.repeat(256),
    'ü'.repeat(128),
    'abcdefgh/'.repeat(120) + 'x',
  ])('refuses %j', (key) => {
    expect(() => assertArchiveKey(key)).toThrow(InvalidArchiveKeyError);
  });

  it('never accepts a key that leads out of the root', () => {
    const segment = fc.constantFrom('..', '.', '', 'a', '%2e%2e', '\\', 'b');
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 6 }), (segments) => {
        const key = segments.join('/');
        try {
          assertArchiveKey(key);
        } catch {
          return;
        }
        expect(posix.join('/root', key)).toBe(`/root/${key}`);
      }),
    );
  });
});
