import { Inject, Injectable } from '@nestjs/common';
import { slotTimes } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import type { ExplainedEvent, Statement } from './explain.schemas';
import { IssueRowFinder } from './issue-row-finder';
import { SlotLookup } from './slot-lookup';
import type { ExplainedSlot, ReportingDates } from './slot-lookup';
import { utc } from './slot-outlook';
import { rulesOf } from './statement';

/** Where in a report something stands or is counted, if the report is made at all. */
export interface Place {
  readonly why: string;
  /** Columns, from 1, in which it is counted; none: the row is its own. */
  readonly columns: readonly number[];
  /** Whether this is the row; row 0 is the header. */
  readonly matches: (record: readonly string[], row: number) => boolean;
  /** Readings (`R25`) that decide it. */
  readonly readings: readonly string[];
  /** Why the row may rightly be missing; null: it must be there. */
  readonly whyNoRow: string | null;
}

export interface Question {
  readonly reportId: ReportId;
  readonly base: Statement;
  /** Slot times that may concern it. */
  readonly from: Date;
  readonly to: Date;
  readonly events: readonly ExplainedEvent[];
  /** Its places in the report of a slot, with what was loaded at `madeAt`; null: with what is loaded now. */
  readonly placesIn: (slotTime: Date, madeAt: Date | null) => readonly Place[];
}

/** Slots of one report that are told of one by one; the older ones of a long stock are counted. */
const MOST_SLOTS = 45;

/** Tells, slot by slot, of reports that show a state (S1MIG-003, 004, 005, 007, 008): in which rows, or why in none. */
@Injectable()
export class SlotStatements {
  constructor(
    @Inject(SlotLookup) private readonly slots: SlotLookup,
    @Inject(IssueRowFinder) private readonly rows: IssueRowFinder,
  ) {}

  async tell(question: Question, now = new Date()): Promise<Statement[]> {
    const { reportId, base, from, to } = question;
    const recipientId = base.recipientId ?? '';
    const slots = await this.slots.between(reportId, recipientId, from, to);
    const concerned = slots.filter((slot) => question.placesIn(slot.slot_time, null).length > 0);
    const shown = concerned.slice(-MOST_SLOTS);
    const told: Statement[] = [];
    for (const slot of shown) told.push(...(await this.tellOf(question, slot)));
    const withoutSlot = slotTimes(reportId, from, to).filter(
      (time) =>
        !slots.some(({ slot_time }) => slot_time.getTime() === time.getTime()) &&
        question.placesIn(time, null).length > 0,
    );
    told.push(...unplanned(question, withoutSlot, await this.slots.reportingDates(recipientId), now));
    return withOlderOnes(withoutRepeats(told), concerned.length - shown.length);
  }

  /** What one slot says of it. */
  async tellOf(question: Question, slot: ExplainedSlot): Promise<Statement[]> {
    const { reportId, base, placesIn } = question;
    const now = placesIn(slot.slot_time, null);
    const statement = { ...base, slotId: slot.id, slotTime: slot.slot_time };
    const readings = now.flatMap((place) => place.readings);
    if (slot.issue_id === null || slot.archive_key === null) {
      return [{ ...statement, ...withoutIssue(slot), rules: rulesOf(reportId, ...readings) }];
    }
    const places = placesIn(slot.slot_time, slot.made_at);
    if (places.length === 0) {
      const why = `It was loaded after this report had been made (${utc(slot.made_at)}), which is not restated by itself; an operator can re-issue it`;
      return [{ ...statement, verdict: 'missed', why, rules: rulesOf(reportId, ...readings, 'R12') }];
    }
    const statements: Statement[] = [];
    for (const place of places) statements.push(await this.#tellOfPlace(question, slot, place));
    return statements;
  }

  async #tellOfPlace(
    { reportId, base, events }: Question,
    slot: ExplainedSlot,
    place: Place,
  ): Promise<Statement> {
    const row = await this.rows.find(slot.archive_key ?? '', place.matches);
    const statement = {
      ...base,
      slotId: slot.id,
      slotTime: slot.slot_time,
      rules: rulesOf(reportId, ...place.readings),
      sources: sourcesUntil(events, slot.slot_time),
    };
    if (row === null && place.whyNoRow !== null) {
      return { ...statement, verdict: 'in-process', why: place.whyNoRow };
    }
    if (row === null) {
      const why = `${place.why}, by what is loaded now; the file that was made ${utc(slot.made_at)} has no such row, or the archive has lost it: master data or files came later`;
      return { ...statement, verdict: 'missed', why, rules: [...statement.rules, 'R12'] };
    }
    return {
      ...statement,
      verdict: 'reported',
      why: place.why,
      issueId: slot.issue_id,
      fileName: slot.file_name,
      row,
      columns: [...place.columns],
    };
  }
}

/** What files had said before an instant: that is what the statement rests on. */
export function sourcesUntil(events: readonly ExplainedEvent[], instant: Date): Statement['sources'] {
  return events.flatMap(({ at, source }) =>
    source !== null && (at === null || at.getTime() <= instant.getTime()) ? [source] : [],
  );
}

const WHY_NIL: Readonly<Record<string, string>> = {
  NOT_A_RECIPIENT: 'the master data did not know the recipient then',
  NOT_STARTED: 'no authorisation with an active meter had been processed then (R14)',
  NO_ROWS: 'nothing was to be told when it ran; what concerns it was loaded later',
};

function withoutIssue(slot: ExplainedSlot): Pick<Statement, 'verdict' | 'why'> {
  if (slot.state === 'nil') {
    const reason = WHY_NIL[slot.nil_reason ?? 'NO_ROWS'] ?? slot.nil_reason;
    return { verdict: 'missed', why: `The slot ended without a report: ${reason}` };
  }
  if (slot.state === 'failed') {
    return { verdict: 'blocked', why: `The slot failed: ${slot.last_error ?? 'its log tells why'}` };
  }
  return { verdict: 'due', why: `Goes out in this slot, which is ${slot.state}` };
}

/** Instants of the calendar that have no slot, put together by reason. */
function unplanned(
  { reportId, base, placesIn }: Question,
  instants: readonly Date[],
  dates: ReportingDates | null,
  now: Date,
): Statement[] {
  const statements: Statement[] = [];
  const next = instants.find((time) => time > now);
  const readings = instants.flatMap((time) => placesIn(time, null).flatMap((place) => place.readings));
  const say = (
    verdict: Statement['verdict'],
    why: string,
    slotTime: Date | null,
    ...more: string[]
  ): void => {
    statements.push({ ...base, verdict, why, slotTime, rules: rulesOf(reportId, ...readings, ...more) });
  };
  const past = instants.filter((time) => time <= now);
  const closed = past.filter((time) => !isReportable(dates, time));
  const open = past.filter((time) => isReportable(dates, time));
  if (closed.length > 0) {
    say(
      'blocked',
      `No report ${spanOf(closed)}: the recipient was not enabled (${datesOf(dates)})`,
      null,
      'R10',
      'fine print 4',
    );
  }
  if (open.length > 0) {
    say('blocked', `No slot was planned ${spanOf(open)}: that period was not run; mrr run makes it up`, null);
  }
  if (next) {
    if (isReportable(dates, next)) say('due', `Goes out in the slot of ${utc(next)}`, next);
    else
      say(
        'blocked',
        `The recipient is not enabled at ${utc(next)} (${datesOf(dates)})`,
        null,
        'fine print 4',
      );
  }
  return statements;
}

function isReportable(dates: ReportingDates | null, time: Date): boolean {
  const day = time.toISOString().slice(0, 10);
  return dates !== null && day >= (dates.from ?? day) && day <= (dates.to ?? day);
}

function datesOf(dates: ReportingDates | null): string {
  if (dates === null) return 'the master data does not know it';
  return `reporting dates ${dates.from ?? 'any'} to ${dates.to ?? 'any'}`;
}

function spanOf(times: readonly Date[]): string {
  const [first] = times;
  return times.length === 1
    ? `at ${utc(first)}`
    : `at ${times.length} times from ${utc(first)} to ${utc(times.at(-1))}`;
}

/** Says the same of many days once. */
function withoutRepeats(statements: readonly Statement[]): Statement[] {
  const repeated = new Map<string, Statement[]>();
  const kept: Statement[] = [];
  for (const statement of statements) {
    if (statement.verdict !== 'in-process') {
      kept.push(statement);
      continue;
    }
    const key = `${statement.verdict} ${statement.why}`;
    const others = repeated.get(key);
    if (others) others.push(statement);
    else repeated.set(key, [statement]);
  }
  for (const same of repeated.values()) {
    const [first] = same;
    if (!first) continue;
    const days = same.flatMap(({ slotTime }) => (slotTime ? [slotTime] : []));
    kept.push(
      same.length === 1
        ? first
        : { ...first, why: `${first.why}; so ${spanOf(days)}`, slotId: null, slotTime: null },
    );
  }
  return kept;
}

function withOlderOnes(statements: Statement[], older: number): Statement[] {
  const [first, ...rest] = statements;
  if (older === 0 || !first) return statements;
  return [{ ...first, why: `${first.why} (and in the same way ${older} slots before it)` }, ...rest];
}
