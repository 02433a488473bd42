import * as fc from 'fast-check';
import { Readable } from 'node:stream';
import { consignmentOf } from './testing/describe-delivery-target';
import { QuickXorHash } from './sharepoint/quick-xor-hash';
import { ConsignmentContent } from './consignment-content';

function inChunks(content: Buffer, size: number): () => Readable {
  return () =>
    Readable.from(
      (function* () {
        for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
      })(),
    );
}

describe('ConsignmentContent', () => {
  it('gives any ranges in any order, and the hash of the whole', async () => {
    const range = fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 120 }));
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 90 }),
        fc.array(range, { maxLength: 8 }),
        async (bytes, chunkSize, ranges) => {
          const whole = Buffer.from(bytes);
          const content = new ConsignmentContent(consignmentOf(whole, { open: inChunks(whole, chunkSize) }));
          for (const [start, length] of ranges) {
            const from = Math.min(start, whole.length);
            expect(await content.range(from, length)).toEqual(whole.subarray(from, from + length));
          }
          expect(await content.quickXorHash()).toBe(new QuickXorHash().update(whole).digest());
          content.close();
        },
      ),
    );
  });

  it.each([
    ['shorter', 'abc'],
    ['longer', 'abcdefgh'],
    ['other', 'abcdeX'],
  ])('never gives out the end of %s content', async (_, source) => {
    const told = Buffer.from('abcdef');
    const content = new ConsignmentContent(consignmentOf(told, { open: inChunks(Buffer.from(source), 2) }));
    expect(await content.range(0, 2)).toEqual(Buffer.from('ab'));
    await expect(content.range(2, 100)).rejects.toMatchObject({ code: 'DELIVERY.VERIFICATION_FAILED' });
  });

  it('holds no more than a range and the chunks around it', async () => {
    const size = 64 * 1024;
    let longest = 0;
    const whole = Buffer.alloc(size * 100, 'x');
    const content = new ConsignmentContent(consignmentOf(whole, { open: inChunks(whole, size) }));
    for (let at = 0; at < whole.length; at += size * 3) {
      longest = Math.max(longest, (await content.range(at, size * 3)).length);
    }
    expect(longest).toBe(size * 3);
  });
});
