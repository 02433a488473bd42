import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import { DAY_MS, HOUR_MS, slotTimes, WEEK_MS } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import type { Statement } from './explain.schemas';

export interface OutlookRequest {
  readonly reportId: ReportId;
  readonly recipientId: string;
  /** Earliest slot time that may tell it. */
  readonly notBefore: Date;
}

export type Outlook = Pick<Statement, 'verdict' | 'why' | 'rules' | 'slotId' | 'slotTime'>;

interface SlotRow {
  id: string;
  slot_time: Date;
  state: string;
  last_error: string | null;
}

/** When something untold will be told: in a slot that is waiting, or in the next one of the calendar. */
@Injectable()
export class SlotOutlook {
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  async find(request: OutlookRequest, now = new Date()): Promise<Outlook> {
    const { reportId, recipientId, notBefore } = request;
    const slots = await this.database.query<SlotRow[]>(
      `SELECT id, slot_time, state, last_error FROM slot
        WHERE report_id = $1 AND recipient_id = $2 AND slot_time >= $3 AND reissues_issue_id IS NULL
        ORDER BY slot_time, id`,
      [reportId, recipientId, notBefore],
    );
    const open = slots.find(
      ({ state }) => !['delivered', 'nil', 'failed', 'built', 'delivering'].includes(state),
    );
    if (open) {
      return outlook('due', `Goes out in the slot that is ${open.state}`, ['R13'], open);
    }
    const failed = slots.findLast(({ state }) => state === 'failed');
    const next = await this.#nextOfCalendar(request, slots.at(-1)?.slot_time ?? null, now);
    if (failed && failed === slots.at(-1)) {
      return outlook(
        'blocked',
        `The slot that should tell it failed: ${failed.last_error ?? 'its history tells why'}`,
        [],
        failed,
      );
    }
    if (!next) {
      return {
        ...NO_SLOT,
        why: `The master data lets nothing be reported to ${recipientId} on the dates to come`,
      };
    }
    const isLate = slots.length > 0;
    return {
      verdict: 'due',
      why: isLate
        ? `It was loaded after the slot of ${utc(slots.at(-1)?.slot_time)} had run; goes out in the slot of ${utc(next)}`
        : `Goes out in the slot of ${utc(next)}, the first one after its cut-off`,
      rules: isLate ? ['R12', 'R13'] : ['R13'],
      slotId: null,
      slotTime: next,
    };
  }

  /** The next calendar slot on a date on which the recipient may be reported to (fine print 4); null: none in sight. */
  async #nextOfCalendar(
    { reportId, recipientId, notBefore }: OutlookRequest,
    last: Date | null,
    now: Date,
  ): Promise<Date | null> {
    const from = new Date(Math.max(notBefore.getTime(), now.getTime(), (last?.getTime() ?? 0) + 1));
    const [recipient] = await this.database.query<
      { reporting_from: Date | null; reporting_to: Date | null }[]
    >(
      `SELECT reporting_from::timestamp AT TIME ZONE 'UTC' AS reporting_from,
              reporting_to::timestamp AT TIME ZONE 'UTC' AS reporting_to FROM recipient WHERE user_id = $1`,
      [recipientId],
    );
    if (!recipient) return null;
    const start = new Date(Math.max(from.getTime(), recipient.reporting_from?.getTime() ?? 0));
    const [next] = slotTimes(reportId, start, new Date(start.getTime() + WEEK_MS + HOUR_MS));
    const end = recipient.reporting_to && recipient.reporting_to.getTime() + DAY_MS;
    return next && (end === null || next.getTime() < end) ? next : null;
  }
}

const NO_SLOT: Outlook = { verdict: 'blocked', why: '', rules: ['R10'], slotId: null, slotTime: null };

function outlook(verdict: Outlook['verdict'], why: string, rules: string[], slot: SlotRow): Outlook {
  return { verdict, why, rules, slotId: slot.id, slotTime: slot.slot_time };
}

/** An instant as people read it. */
export function utc(instant: Date | null | undefined): string {
  return instant ? `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'no time';
}
