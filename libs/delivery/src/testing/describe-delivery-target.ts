import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Consignment, DeliveryTarget } from '../delivery-target';

/** What the suite needs to see of the destination, from behind the target's back. */
export interface DeliveryTargetHarness {
  target: DeliveryTarget;
  /** Makes the Party folder exist, where the target does not create it. */
  prepareFolder(folder: string): Promise<void>;
  /** Puts a file there as somebody else would. */
  plant(folder: string, fileName: string, content: Buffer): Promise<void>;
  /** Null if there is no such file. */
  content(folder: string, fileName: string): Promise<Buffer | null>;
  /** Names of all files in the folder, temporary ones included. */
  list(folder: string): Promise<string[]>;
  close(): Promise<void>;
}

const FOLDER = 'PXX999 Example Energy';
const FILE = 'S1MIG-007_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200309#060000.csv';

/** A consignment of the given content; `overrides` lets a test lie about it. */
export function consignmentOf(content: Buffer, overrides: Partial<Consignment> = {}): Consignment {
  return {
    folder: FOLDER,
    fileName: FILE,
    open: () => Readable.from([content]),
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    ...overrides,
  };
}

/** The contract that every delivery target keeps. A target's own tests add only what is special to it. */
export function describeDeliveryTarget(
  name: string,
  makeHarness: () => Promise<DeliveryTargetHarness>,
): void {
  describe(`${name} as a delivery target`, () => {
    const content = Buffer.from('00,S1MIG-007,10\r\n10,1\r\n');
    let harness: DeliveryTargetHarness;

    beforeEach(async () => {
      harness = await makeHarness();
      await harness.prepareFolder(FOLDER);
    });
    afterEach(() => harness.close());

    it('publishes exactly the bytes under exactly the name and proves it', async () => {
      const before = Date.now();
      const receipt = await harness.target.deliver(consignmentOf(content));
      expect(await harness.content(FOLDER, FILE)).toEqual(content);
      expect(await harness.list(FOLDER)).toEqual([FILE]);
      const { bytes, sha256 } = consignmentOf(content);
      expect(receipt).toMatchObject({ bytes, sha256 });
      expect(receipt.verifiedAt.getTime()).toBeGreaterThanOrEqual(before);
      expect(receipt.location).not.toBe('');
    });

    it('delivers a file larger than one chunk', async () => {
      const large = Buffer.alloc(11 * 1024 * 1024, '10,MPAN\r\n');
      await harness.target.deliver(consignmentOf(large));
      expect((await harness.content(FOLDER, FILE))?.equals(large)).toBe(true);
    });

    it('takes a retry after a crash between publishing and receipt as success', async () => {
      await harness.plant(FOLDER, FILE, content);
      const receipt = await harness.target.deliver(consignmentOf(content));
      expect(receipt.sha256).toBe(consignmentOf(content).sha256);
      expect(await harness.list(FOLDER)).toEqual([FILE]);
    });

    it('never overwrites a file of the same name with other content, of the same size too', async () => {
      const other = Buffer.from(content.toString().replace('10,1', '10,2'));
      await harness.plant(FOLDER, FILE, other);
      await expect(harness.target.deliver(consignmentOf(content))).rejects.toMatchObject({
        code: 'DELIVERY.CONTENT_CONFLICT',
      });
      expect(await harness.content(FOLDER, FILE)).toEqual(other);
    });

    it('never publishes content that is not that of the issue', async () => {
      const truncated = { open: () => Readable.from([content.subarray(0, 5)]) };
      await expect(harness.target.deliver(consignmentOf(content, truncated))).rejects.toMatchObject({
        code: 'DELIVERY.VERIFICATION_FAILED',
      });
      expect(await harness.list(FOLDER)).toEqual([]);
      await harness.target.deliver(consignmentOf(content));
      expect(await harness.content(FOLDER, FILE)).toEqual(content);
    });

    it('leaves nothing behind when the content breaks off, and succeeds afterwards', async () => {
      const breaking = {
        open: () =>
          Readable.from(
            (function* () {
              yield content.subarray(0, 5);
              throw new Error('archive gone');
            })(),
          ),
      };
      await expect(harness.target.deliver(consignmentOf(content, breaking))).rejects.toThrow();
      expect(await harness.list(FOLDER)).toEqual([]);
      await harness.target.deliver(consignmentOf(content));
      expect(await harness.content(FOLDER, FILE)).toEqual(content);
    });

    it('ends with the reason of an aborted signal and publishes nothing', async () => {
      const reason = new Error('shutting down');
      const aborted = { signal: AbortSignal.abort(reason) };
      await expect(harness.target.deliver(consignmentOf(content, aborted))).rejects.toBe(reason);
      expect(await harness.content(FOLDER, FILE)).toBeNull();
    });

    it('agrees with itself when two deliver the same file at once', async () => {
      const receipts = await Promise.all([1, 2].map(() => harness.target.deliver(consignmentOf(content))));
      expect(receipts.map((receipt) => receipt.sha256)).toEqual(Array(2).fill(consignmentOf(content).sha256));
      expect(await harness.list(FOLDER)).toEqual([FILE]);
    });

    it.each(['', '.', '..', '../x', 'a/b', 'a\\b', '/a', 'a\u0000', 'a?', ' a', 'a.', 'ü'.repeat(128)])(
      'refuses the name %j for a folder and for a file',
      async (bad) => {
        for (const part of [{ folder: bad }, { fileName: bad }]) {
          await expect(harness.target.deliver(consignmentOf(content, part))).rejects.toMatchObject({
            code: 'DELIVERY.INVALID_NAME',
          });
        }
      },
    );
  });
}
