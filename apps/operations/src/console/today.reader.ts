import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import { DAY_MS } from '@app/mrr';
import { SlotReader } from '../slots/slot-reader';
import type { SlotSummary } from '../slots/slot-reader';
import { LateSlotsReader } from './late-slots.reader';
import type { LateSlot } from './late-slots.reader';

/** More slots than a day has by far. */
const MOST_SLOTS = 20_000;

export interface Today {
  readonly day: Date;
  readonly slots: SlotSummary[];
  /** Slots that are unfinished or failed although they are, or will be, due: what somebody must look at. */
  readonly troubled: LateSlot[];
  readonly unfinished: number;
  /** Minutes until everything unfinished is done at the present pace; null: nothing moves. */
  readonly etaMinutes: number | null;
}

/** The deadline board of one day. */
@Injectable()
export class TodayReader {
  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(SlotReader) private readonly slots: SlotReader,
    @Inject(LateSlotsReader) private readonly late: LateSlotsReader,
  ) {}

  /** @param day null: today, or the last day before it that has slots */
  async read(day: Date | null, party: string | null): Promise<Today> {
    const shown = day ?? (await this.#lastDay(party));
    const query = {
      from: shown.toISOString(),
      to: new Date(shown.getTime() + DAY_MS - 1).toISOString(),
      limit: MOST_SLOTS,
    };
    const { items } = await this.slots.list(query, party);
    const troubled = items.filter(
      ({ state, isLate }) => state === 'failed' || (isLate && state !== 'delivered'),
    );
    const pace = await this.late.pace(party);
    const etaMinutes =
      pace.unfinished === 0 ? 0 : pace.perMinute > 0 ? pace.unfinished / pace.perMinute : null;
    return {
      day: shown,
      slots: items.reverse(),
      troubled: await this.late.explain(troubled, pace, party === null),
      unfinished: pace.unfinished,
      etaMinutes,
    };
  }

  async #lastDay(party: string | null): Promise<Date> {
    const [{ day }] = await this.database.query<[{ day: Date | null }]>(
      `SELECT utc_day(max(slot_time))::timestamp AT TIME ZONE 'UTC' AS day FROM slot WHERE slot_time <= now()
        AND ($1::text IS NULL OR recipient_id IN (SELECT user_id FROM recipient WHERE party_signifier = $1))`,
      [party],
    );
    return day ?? new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS);
  }
}
