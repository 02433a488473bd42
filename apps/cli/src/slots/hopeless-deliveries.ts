import type { Pool } from 'pg';
import type { SlotTotals } from './slot-totals';

/** What ends by itself is waited for longer: an open upload expires after 15 minutes, a Retry-After tells its end. */
const ENDS_BY_ITSELF = ['DELIVERY.UPLOAD_IN_PROGRESS', 'DELIVERY.THROTTLED'];
const LONGER_MS = 20 * 60_000;

/**
 * Gives up for a batch, for whose end somebody waits, what a service would go on trying for a day: deliveries that all
 * wait for the destination to be put right while none arrives.
 */
export class HopelessDeliveries {
  private delivered = -1;
  private since = 0;

  /** @param patienceMs how long nothing may arrive */
  constructor(
    private readonly database: Pool,
    private readonly patienceMs: number,
  ) {}

  /** To be called again and again with the totals of all slots. */
  async look({ delivered, unfinished }: SlotTotals): Promise<void> {
    if (unfinished === 0) return;
    const { rows } = await this.database.query<Waiting>(LOOK, [ENDS_BY_ITSELF]);
    const { isWaiting = false, endsByItself = false } = rows[0] ?? {};
    if (!isWaiting || delivered !== this.delivered) this.since = Date.now();
    this.delivered = delivered;
    const forMs = Date.now() - this.since;
    if (forMs < (endsByItself ? Math.max(LONGER_MS, this.patienceMs) : this.patienceMs)) return;
    const minutes = Math.max(1, Math.round(forMs / 60_000));
    await this.database.query(GIVE_UP, [
      `. Given up after ${minutes} min in which nothing could be delivered: see to it and run the batch again`,
    ]);
  }
}

interface Waiting {
  isWaiting: boolean;
  endsByItself: boolean;
}

/** Waiting: nothing is left to be built, and all that has been tried has met some trouble. */
const LOOK = `
  SELECT bool_and(state = 'built' OR (state = 'delivering' AND last_error_code IS NOT NULL))
         AND bool_or(last_error_code IS NOT NULL) AS "isWaiting",
         bool_or(last_error_code = ANY ($1)) AS "endsByItself"
    FROM slot WHERE state IN ('planned', 'queued', 'building', 'built', 'delivering')`;

const GIVE_UP = `
  UPDATE slot
     SET state = 'failed', finished_at = now(), last_error_code = coalesce(last_error_code, 'DELIVERY.UNAVAILABLE'),
         last_error = coalesce(last_error, 'The destination took none of the deliveries before this one') || $1
   WHERE state IN ('built', 'delivering')`;
