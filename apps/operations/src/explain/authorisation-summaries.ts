import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import { applicablePeriod, formatDate, parseDate, WEEK_MS } from '@app/mrr';
import { rankedByPriority } from '@app/reports';
import type { ReportSettings } from '@app/reports';
import { PRODUCE_OPTIONS } from '../slots/slot-requeuer';
import { cell } from './attempt-places';
import type { AuthorisationFacts, ResponseFacts } from './authorisation-reader';
import type { ExplainedEvent, Statement } from './explain.schemas';
import { SlotLookup } from './slot-lookup';
import type { ExplainedSlot } from './slot-lookup';
import { utc } from './slot-outlook';
import { SlotStatements, sourcesUntil } from './slot-statements';
import type { Place } from './slot-statements';
import { blankStatement, rulesOf, unknownSupplier } from './statement';

type Ranking = Awaited<ReturnType<typeof rankedByPriority>>;

/** In which summaries an authorisation is counted: S1MIG-008 of its supplier, S1MIG-009 of all suppliers. */
@Injectable()
export class AuthorisationSummaries {
  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(SlotLookup) private readonly slots: SlotLookup,
    @Inject(SlotStatements) private readonly slotStatements: SlotStatements,
    @Inject(PRODUCE_OPTIONS) private readonly settings: ReportSettings,
  ) {}

  /** @param tellsOthers also the unnamed rows in other suppliers' S1MIG-009, which tell nobody whose they are (R30) */
  async explain(
    authorisation: AuthorisationFacts,
    responses: readonly ResponseFacts[],
    events: readonly ExplainedEvent[],
    tellsOthers: boolean,
  ): Promise<Statement[]> {
    return [
      ...(await this.#commitment(authorisation, responses, events)),
      ...(await this.#priority(authorisation, responses, events, tellsOthers)),
    ];
  }

  /** S1MIG-008: the row of its own Migration Week in up to four weekly reports (R29). */
  async #commitment(
    authorisation: AuthorisationFacts,
    responses: readonly ResponseFacts[],
    events: readonly ExplainedEvent[],
  ): Promise<Statement[]> {
    const reportId = 'S1MIG-008';
    const base = {
      ...blankStatement(reportId, authorisation.responsible_supplier_id, 'responsible supplier'),
      sources: sourcesUntil(events, new Date()),
    };
    if (!authorisation.is_supplier_submitted) {
      const why = 'The DCC submitted it; S1MIG-008 counts supplier-submitted ones only';
      return [{ ...base, why, rules: rulesOf(reportId, 'R29', 'R31') }];
    }
    if (!authorisation.knows_supplier)
      return [{ ...base, ...unknownSupplier(authorisation.responsible_supplier_id, reportId) }];
    const week = parseDate(authorisation.week.replaceAll('-', '')) ?? authorisation.created_at;
    const told = await this.slotStatements.tell({
      reportId,
      base,
      events,
      from: new Date(week.getTime() + WEEK_MS),
      to: new Date(week.getTime() + 5 * WEEK_MS),
      placesIn: (slotTime, madeAt) => inWeeks(authorisation, responses, week, slotTime, madeAt),
    });
    if (told.length > 0) return told;
    const why = `It was submitted at ${utc(authorisation.created_at)}, after the last report about its week had been made`;
    return [{ ...base, why, rules: rulesOf(reportId, 'R29', 'fine print 1') }];
  }

  /** S1MIG-009: the header of its supplier's report, and a row without a name in everybody else's (R30). */
  async #priority(
    authorisation: AuthorisationFacts,
    responses: readonly ResponseFacts[],
    events: readonly ExplainedEvent[],
    tellsOthers: boolean,
  ): Promise<Statement[]> {
    const reportId = 'S1MIG-009';
    const own = authorisation.responsible_supplier_id;
    const base = {
      ...blankStatement(reportId, own, 'responsible supplier'),
      sources: sourcesUntil(events, new Date()),
    };
    const last = responses.at(-1);
    if (!last) {
      const why = 'It counts in the week in which a validation response accepts it; none is loaded yet';
      return [{ ...base, verdict: 'not-yet', why, rules: rulesOf(reportId, 'R30', 'R33') }];
    }
    const [from, to] = [
      responses[0]?.responded_at ?? last.responded_at,
      new Date(last.responded_at.getTime() + 2 * WEEK_MS),
    ];
    const question = {
      reportId,
      base,
      events,
      from,
      to,
      placesIn: (slotTime: Date, madeAt: Date | null) => inHeader(authorisation, responses, slotTime, madeAt),
    } as const;
    if (authorisation.knows_supplier) {
      const told = await this.slotStatements.tell(question);
      if (told.length === 0) return [{ ...base, ...whyNotCounted(last) }];
      return tellsOthers ? [...told, ...(await this.#ofOthers(question, own))] : told;
    }
    const unknown = { ...base, ...unknownSupplier(authorisation.responsible_supplier_id, reportId) };
    return tellsOthers ? [unknown, ...(await this.#ofOthers(question, own))] : [unknown];
  }

  async #ofOthers(question: Parameters<SlotStatements['tell']>[0], own: string): Promise<Statement[]> {
    const slots = await this.slots.between('S1MIG-009', null, question.from, question.to);
    const statements: Statement[] = [];
    const rankings = new Map<number, Ranking>();
    for (const slot of slots) {
      const [place] = question.placesIn(slot.slot_time, slot.made_at);
      if (slot.recipient_id === own || slot.issue_id === null || !place) continue;
      const ranking = rankings.get(slot.slot_time.getTime()) ?? (await this.#ranking(slot));
      rankings.set(slot.slot_time.getTime(), ranking);
      const base = { ...question.base, recipientId: slot.recipient_id, recipientRole: 'another supplier' };
      const ofOther = amongOthers(ranking, slot.recipient_id, own, place);
      statements.push(
        ...(await this.slotStatements.tellOf({ ...question, base, placesIn: () => [ofOther] }, slot)),
      );
    }
    return statements;
  }

  async #ranking({ slot_time: slotTime }: ExplainedSlot): Promise<Ranking> {
    return rankedByPriority(await this.database.current(), slotTime, this.settings.tieBreakKey);
  }
}

/** What was known of the responses at a slot: loaded when it was made, and dated at or before it (fine print 1). */
function rulingAt(
  responses: readonly ResponseFacts[],
  slotTime: Date,
  madeAt: Date | null,
): ResponseFacts | undefined {
  return responses.findLast(
    ({ responded_at, loaded_at }) => responded_at <= slotTime && (madeAt === null || loaded_at <= madeAt),
  );
}

function inWeeks(
  authorisation: AuthorisationFacts,
  responses: readonly ResponseFacts[],
  week: Date,
  slotTime: Date,
  madeAt: Date | null,
): Place[] {
  const period = applicablePeriod('S1MIG-008', slotTime);
  const isKnown =
    authorisation.created_at <= slotTime && (madeAt === null || authorisation.loaded_at <= madeAt);
  if (!period || !isKnown || week < period.start || week > period.end) return [];
  const ruling = rulingAt(responses, slotTime, madeAt);
  const words = ruling ? `its ruling response is ${ruling.result}` : 'no response ruled on it';
  return [
    {
      why: `Received for the week of ${authorisation.week}; at ${utc(slotTime)} ${words}`,
      columns: [5, ...(ruling ? [ruling.result === 'REJECTED' ? 7 : 6] : [])],
      matches: cell({ 3: formatDate(week) }),
      readings: ['R29', 'fine print 1'],
      whyNoRow: null,
    },
  ];
}

function inHeader(
  authorisation: AuthorisationFacts,
  responses: readonly ResponseFacts[],
  slotTime: Date,
  madeAt: Date | null,
): Place[] {
  const period = applicablePeriod('S1MIG-009', slotTime);
  const ruling = rulingAt(responses, slotTime, madeAt);
  const isKnown =
    authorisation.created_at <= slotTime && (madeAt === null || authorisation.loaded_at <= madeAt);
  if (!period || !ruling || !isKnown || ruling.result === 'REJECTED') return [];
  if (ruling.responded_at < period.start || ruling.responded_at > period.end) return [];
  const first = authorisation.is_active ? 8 : 10;
  const kind = `${authorisation.is_active ? 'active' : 'dormant'}${authorisation.has_priority ? ' with priority' : ''}`;
  return [
    {
      why: `Counted as ${kind} in the header: validated ${ruling.result} at ${utc(ruling.responded_at)}`,
      columns: [first, ...(authorisation.has_priority ? [first + 1] : [])],
      matches: (_record, row) => row === 0,
      readings: ['R30', 'fine print 19'],
      whyNoRow: null,
    },
  ];
}

/** The place in somebody else's report: the row of its rank among all but the recipient, with just these figures. */
function amongOthers(ranking: Ranking, recipientId: string, own: string, inOwn: Place): Place {
  const others = ranking.filter(({ supplierId }) => supplierId !== recipientId);
  const ordinal = others.findIndex(({ supplierId }) => supplierId === own) + 1;
  const { active, activePriority, dormant, dormantPriority } = others[ordinal - 1] ?? NOTHING;
  return {
    ...inOwn,
    why: `Counted in a row that names no supplier, ordinal ${ordinal}`,
    columns: inOwn.columns.map((column) => column - 5),
    matches: cell({
      2: String(ordinal),
      3: String(active),
      4: String(activePriority),
      5: String(dormant),
      6: String(dormantPriority),
    }),
  };
}

const NOTHING = { active: 0, activePriority: 0, dormant: 0, dormantPriority: 0 };

function whyNotCounted({
  result,
  responded_at,
}: ResponseFacts): Pick<Statement, 'verdict' | 'why' | 'rules'> {
  const why =
    result === 'REJECTED'
      ? `The response that rules on it, of ${utc(responded_at)}, rejects it; S1MIG-009 counts accepted ones`
      : `It was submitted after the report about the week of its response of ${utc(responded_at)}`;
  return { verdict: 'not-for-you', why, rules: rulesOf('S1MIG-009', 'R30') };
}
