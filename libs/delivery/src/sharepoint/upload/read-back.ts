import { createHash } from 'node:crypto';
import type { Consignment } from '../../delivery-target';
import { ContentConflictError } from '../../errors/content-conflict.error';
import { UnavailableError } from '../../errors/unavailable.error';
import { UploadInProgressError } from '../../errors/upload-in-progress.error';
import { VerificationFailedError } from '../../errors/verification-failed.error';
import type { Clock } from '../clock';
import { describeDestination, type Destination } from '../destination';
import type { DriveItem } from '../drive-item';
import type { DriveItems } from '../drive-items';
import { backoffMs, DEFAULT_BACKOFF } from '../graph/backoff';
import type { ConsignmentContent } from '../../consignment-content';

/** Looks until the destination is consistent: a new file may be missing, its hash may come later. */
const MOST_LOOKS = 5;
/** A difference is no matter of seconds, but one wrong answer is no difference. */
const LOOKS_FOR_A_DIFFERENCE = 2;

type Comparison = 'equal' | 'different' | 'hash missing';

interface Examined {
  destination: Destination;
  consignment: Consignment;
  content: ConsignmentContent;
  /** Set if this run created the item with this id. */
  ownItemId: string | undefined;
}

export interface Confirmed {
  item: DriveItem;
  verifiedBy: 'hash' | 'content' | 'size';
}

/** Decides by reading back whether the destination holds exactly the file. */
export class ReadBack {
  /** A server that has told no hash for a whole file is not waited for again. */
  private hashes: 'unknown' | 'told' | 'never told' = 'unknown';

  constructor(
    private readonly items: DriveItems,
    private readonly clock: Clock,
  ) {}

  /**
   * The item, proven equal.
   * @param first what was found a moment ago, to save a request
   * @throws ContentConflictError, VerificationFailedError (our own file came out wrong and was taken away again),
   *   UploadInProgressError, UnavailableError
   */
  async confirm(examined: Examined, first?: DriveItem): Promise<Confirmed> {
    const { destination, consignment, content, ownItemId } = examined;
    const { signal } = consignment;
    let differences = 0;
    let item = first ?? (await this.items.find(destination, signal));
    for (let looks = 1; ; looks++) {
      const comparison = item && this.compare(item, destination, consignment, await content.quickXorHash());
      if (item && comparison === 'equal') return { item, verifiedBy: 'hash' };
      if (item && comparison === 'different' && ++differences >= LOOKS_FOR_A_DIFFERENCE) {
        return this.reject(item, examined);
      }
      if (item?.quickXorHash !== undefined) this.hashes = 'told';
      if (looks >= MOST_LOOKS || (comparison === 'hash missing' && this.hashes === 'never told')) break;
      await this.clock.sleep(backoffMs(looks - 1, DEFAULT_BACKOFF), signal);
      item = await this.items.find(destination, signal);
    }
    if (item) return this.confirmByContent(item, examined);
    if (ownItemId === undefined) throw new UploadInProgressError(describeDestination(destination));
    throw new UnavailableError(`${describeDestination(destination)} was taken but is not to be seen yet`);
  }

  private compare(
    item: DriveItem,
    destination: Destination,
    { bytes }: Consignment,
    quickXorHash: string,
  ): Comparison {
    // Names are found whatever their case; a file in another case is another file.
    if (item.isFolder || item.name !== destination.fileName) return 'different';
    if (item.size !== undefined && item.size !== bytes) return 'different';
    if (item.quickXorHash === undefined) return bytes === 0 && item.size === 0 ? 'equal' : 'hash missing';
    return item.quickXorHash === quickXorHash ? 'equal' : 'different';
  }

  /**
   * A server without hashes: the bytes themselves decide. Where even they cannot be read, a file that this run has
   * made itself is taken by its size, which the receipt tells.
   */
  private async confirmByContent(item: DriveItem, examined: Examined): Promise<Confirmed> {
    const { consignment, ownItemId } = examined;
    const content = await this.items.content(item.id, consignment.signal).catch((error: unknown) => {
      if (item.id === ownItemId && item.size === consignment.bytes) return undefined;
      throw error;
    });
    if (!content) return { item, verifiedBy: 'size' };
    if (this.hashes === 'unknown') this.hashes = 'never told';
    const hash = createHash('sha256');
    try {
      for await (const chunk of content) hash.update(chunk);
    } catch (error) {
      consignment.signal?.throwIfAborted();
      throw new UnavailableError('the content could not be read back to its end', { cause: error });
    }
    if (hash.digest('hex') !== consignment.sha256) return this.reject(item, examined);
    return { item, verifiedBy: 'content' };
  }

  /** A wrong file of our own is taken away, else every retry would see a conflict with it; any other is not touched. */
  private async reject(item: DriveItem, examined: Examined): Promise<never> {
    const { destination, consignment, ownItemId } = examined;
    const location = describeDestination(destination);
    if (item.id !== ownItemId) throw new ContentConflictError(location, consignment.sha256, undefined);
    await this.items.remove(item.id, consignment.signal);
    const sha256 = `QuickXorHash ${item.quickXorHash ?? 'missing'}`;
    throw new VerificationFailedError(location, consignment, { bytes: item.size ?? Number.NaN, sha256 });
  }
}
