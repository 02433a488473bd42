import { failpoint } from '@app/failpoints';
import type { Consignment } from '../../delivery-target';
import { DeliveryError } from '../../errors/delivery.error';
import { UnavailableError } from '../../errors/unavailable.error';
import { VerificationFailedError } from '../../errors/verification-failed.error';
import { describeDestination, type Destination } from '../destination';
import { driveItemOf } from '../drive-item';
import type { GraphAnswer } from '../graph/graph-answer';
import { Patience } from '../graph/patience';
import { verdictOf } from '../graph/verdict';
import { RESOURCE_UNITS } from '../limits/resource-units';
import type { ConsignmentContent } from '../../consignment-content';
import { nextOffset, type OpenSession, type OpenSessions } from './open-sessions';
import type { UploadParts } from './small-upload';

/** SharePoint takes ranges in multiples of this, except the last. */
export const RANGE_UNIT_BYTES = 320 * 1024;
/** Sessions that one run opens for one file; more would not end better. */
const MOST_SESSIONS = 3;
const LOST_ANSWERS_BEFORE_HALVING = 2;

/** How the ranges of one session ended. */
type RangesEnd =
  | { kind: 'complete'; itemId: string | undefined }
  /** The name was taken meanwhile. */
  | { kind: 'taken' }
  /** The session is no more; perhaps because it was completed and the answer lost. */
  | { kind: 'gone' };

interface Transfer {
  destination: Destination;
  consignment: Consignment;
  content: ConsignmentContent;
}

/** Large files by ranges, in order. The file appears only with its last range, which is sent only for proven content. */
export class SessionUpload {
  constructor(
    private readonly parts: UploadParts,
    private readonly sessions: OpenSessions,
    private readonly rangeBytes: number,
  ) {}

  /**
   * Afterwards a file of the name is there, ours or not, or an upload of it that is not ours is open.
   * @returns the id of the item if this call is known to have created it
   * @throws StaleFolderError, DeliveryError
   */
  async upload(
    destination: Destination,
    content: ConsignmentContent,
    consignment: Consignment,
  ): Promise<string | undefined> {
    const { sha256, signal } = consignment;
    let session = await this.sessions.resume(destination, sha256, signal);
    for (let opened = 0; opened < MOST_SESSIONS; opened++) {
      session ??= await this.sessions.create(destination, sha256, signal);
      if (!session) return undefined;
      const end = await this.sendOrCancel({ destination, consignment, content }, session);
      const isThere =
        end.kind === 'complete' || (await this.parts.items.find(destination, signal)) !== undefined;
      if (isThere) await this.sessions.forget(destination);
      else await this.sessions.cancel(destination, session.uploadUrl, signal); // or it would block the name
      if (end.kind === 'complete') return end.itemId;
      if (isThere || end.kind === 'taken') return undefined;
      session = undefined;
    }
    throw new UnavailableError(
      `${describeDestination(destination)}: its upload sessions end before the file`,
    );
  }

  /** What cannot be continued is cancelled, or the name would stay blocked; anything else is left to be resumed. */
  private async sendOrCancel(transfer: Transfer, session: OpenSession): Promise<RangesEnd> {
    try {
      return await this.sendRanges(transfer, session);
    } catch (error) {
      const hopeless =
        error instanceof VerificationFailedError || (error instanceof DeliveryError && !error.retryable);
      if (hopeless)
        await this.sessions.cancel(transfer.destination, session.uploadUrl, transfer.consignment.signal);
      throw error;
    }
  }

  private async sendRanges(transfer: Transfer, session: OpenSession): Promise<RangesEnd> {
    const { destination, consignment, content } = transfer;
    const { uploadUrl } = session;
    const patience = new Patience(this.parts.clock, consignment.signal);
    let { next } = session;
    let lost = 0;
    let missed = 0;
    for (;;) {
      const range = await content.range(next, this.rangeSize(lost));
      const answer = await this.put(uploadUrl, range, next, consignment);
      await failpoint('deliver.mid-upload');
      const verdict = verdictOf(answer);
      const item = answer.kind === 'answer' && verdict === 'done' ? driveItemOf(answer.body) : undefined;
      if (item) return { kind: 'complete', itemId: item.id };
      if (verdict === 'taken') return { kind: 'taken' };
      // A single 404 has been seen from sessions that live: they are asked themselves.
      if (verdict === 'unauthorised' || (verdict === 'missing' && ++missed > 1)) return { kind: 'gone' };
      if (!['done', 'unclear', 'misplaced', 'missing'].includes(verdict)) {
        await this.parts.refusals.refuse(answer, describeDestination(destination));
      }
      if (verdict === 'unclear') {
        lost++;
        await patience.wait(answer);
      }
      const position =
        offsetIn(answer) ?? (await this.sessions.position(destination, uploadUrl, consignment.signal));
      if (position === undefined || position >= consignment.bytes) return { kind: 'gone' };
      if (position > next) patience.renew();
      else if (verdict !== 'unclear') await patience.wait(answer); // a session that stands still must not be hammered
      next = position;
    }
  }

  private put(
    uploadUrl: string,
    range: Buffer,
    start: number,
    consignment: Consignment,
  ): Promise<GraphAnswer> {
    return this.parts.client.send({
      operation: 'upload range',
      method: 'PUT',
      url: uploadUrl,
      units: RESOURCE_UNITS.write,
      withToken: false,
      headers: {
        'content-type': 'application/octet-stream',
        'content-range': `bytes ${start}-${start + range.length - 1}/${consignment.bytes}`,
      },
      body: range,
      signal: consignment.signal,
    });
  }

  /** Smaller ranges for a connection that loses large ones. */
  private rangeSize(lost: number): number {
    const halved = this.rangeBytes / 2 ** Math.floor(lost / LOST_ANSWERS_BEFORE_HALVING);
    return Math.max(RANGE_UNIT_BYTES, Math.floor(halved / RANGE_UNIT_BYTES) * RANGE_UNIT_BYTES);
  }
}

function offsetIn(answer: GraphAnswer): number | undefined {
  return answer.kind === 'answer' && verdictOf(answer) === 'done' ? nextOffset(answer.body) : undefined;
}
