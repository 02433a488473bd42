import { applicablePeriod, dayOf, formatDate } from '@app/mrr';
import type { ApplicablePeriod, ReportId } from '@app/mrr';
import type { AttemptFacts } from './attempt-reader';
import type { PossibleRecipient } from './possible-recipients';
import { utc } from './slot-outlook';
import type { Place } from './slot-statements';

/** Columns, from 1, of the INST block that tell an attempt apart (MRR Appendix A). */
const KEY_COLUMNS = { smso: 2, requestingParty: 4, counter: 5, chf: 9 };

/** Whom a row is for, and how it looks to them. */
export interface Audience {
  readonly userId: string;
  readonly isDno: boolean;
  /** Whether the distributor ID stands in its summary rows, or is masked. */
  readonly seesElectricity: boolean;
  /** Responsible Suppliers in whose rows of S1MIG-005 the attempt is counted. */
  readonly suppliers: readonly string[];
}

export function audienceOf(
  attempt: AttemptFacts,
  { role, userId }: PossibleRecipient,
  dnoSeesGasMeter: boolean,
): Audience {
  const id = userId ?? '';
  const { electricity_supplier_id: electricity, gas_supplier_id: gas } = attempt;
  if (role === 'distribution network operator') {
    const suppliers = [electricity, ...(dnoSeesGasMeter ? [gas] : [])].filter((found) => found !== null);
    return { userId: id, isDno: true, seesElectricity: true, suppliers: [...new Set(suppliers)] };
  }
  const seesAll = !attempt.is_split || attempt.affiliate_submitter !== null;
  return { userId: id, isDno: false, seesElectricity: seesAll || id === electricity, suppliers: [id] };
}

/** The attempt as it was known when a report was made. */
export function asKnownAt(attempt: AttemptFacts, madeAt: Date | null): AttemptFacts {
  if (madeAt === null) return attempt;
  const isLoaded = (at: Date | null): boolean => at === null || at.getTime() <= madeAt.getTime();
  if (!isLoaded(attempt.commencement_loaded_at)) {
    return { ...attempt, commenced_at: null, pending_since: null, concluded_at: null, succeeded: null };
  }
  return {
    ...attempt,
    ...(!isLoaded(attempt.pending_loaded_at) && { pending_since: null }),
    ...(!isLoaded(attempt.conclusion_loaded_at) && { concluded_at: null, succeeded: null }),
  };
}

/** The row of the attempt itself: S1MIG-001, 002 and 003. */
export function isRowOf(attempt: AttemptFacts): Place['matches'] {
  return (record) =>
    record[KEY_COLUMNS.chf - 1] === attempt.chf_id &&
    record[KEY_COLUMNS.smso - 1] === attempt.smso_id &&
    record[KEY_COLUMNS.requestingParty - 1] === attempt.requesting_party_id &&
    record[KEY_COLUMNS.counter - 1] === String(attempt.mcf_counter);
}

type PlacesOf = (attempt: AttemptFacts, audience: Audience, period: ApplicablePeriod) => Place[];

/** Where an attempt stands or is counted in the reports that show a state: the conditions of their queries, for one. */
const PLACES: Readonly<Partial<Record<ReportId, PlacesOf>>> = {
  'S1MIG-003': inStock,
  'S1MIG-004': amongCommenced,
  'S1MIG-005': inActivity,
  'S1MIG-007': againstCommitment,
};

export function placesOf(
  reportId: ReportId,
  attempt: AttemptFacts,
  audience: Audience,
  slotTime: Date,
): readonly Place[] {
  const period = applicablePeriod(reportId, slotTime);
  return (period && PLACES[reportId]?.(attempt, audience, period)) ?? [];
}

function inStock(attempt: AttemptFacts, _audience: Audience, { end }: ApplicablePeriod): Place[] {
  if (!isInProcess(attempt, end)) return [];
  const isPending = attempt.pending_since !== null && attempt.pending_since <= end;
  const since = isPending ? attempt.pending_since : attempt.commenced_at;
  return [
    {
      why: `In process at ${utc(end)}: ${isPending ? 'Commissioning Pending' : 'Group File Received'} since ${utc(since)}`,
      columns: [],
      matches: isRowOf(attempt),
      readings: ['R2', 'R3', 'R19'],
      whyNoRow: null,
    },
  ];
}

function amongCommenced(
  attempt: AttemptFacts,
  audience: Audience,
  { start, end }: ApplicablePeriod,
): Place[] {
  const { commenced_at: commenced } = attempt;
  if (commenced === null || !isWithin(commenced, start, end)) return [];
  const concluded = attempt.concluded_at !== null && attempt.concluded_at <= end ? attempt.succeeded : null;
  const state = concluded === null ? [9] : concluded ? [7, 10, 12] : [8, 11, 13];
  return [
    {
      why: `Commenced on ${day(commenced)}, ${wordsFor(concluded)} at ${utc(end)}, attempt number ${attempt.attempt_number}`,
      columns: [6, ...state, 13 + Math.min(attempt.attempt_number, 4)].sort((a, b) => a - b),
      matches: cell({
        3: distributorOf(attempt, audience),
        4: attempt.group_id ?? '',
        5: formatDate(commenced),
      }),
      readings: ['R4', 'R24'],
      whyNoRow: null,
    },
  ];
}

function inActivity(attempt: AttemptFacts, audience: Audience, { start, end }: ApplicablePeriod): Place[] {
  const { commenced_at: commenced, concluded_at: concluded, succeeded } = attempt;
  const columns = [
    ...(commenced !== null && isWithin(commenced, start, end) ? [5] : []),
    ...(concluded !== null && isWithin(concluded, start, end) ? [succeeded ? 6 : 7] : []),
    ...(isInProcess(attempt, end) ? [8] : []),
  ];
  if (columns.length === 0 || commenced === null) return [];
  const isStockOnly = columns[0] === 8;
  const words = columns.map((column) => ACTIVITY_WORDS[column]).join(' and ');
  return audience.suppliers.map((supplier) => ({
    why: `Counted as ${words} on ${day(start)} in the row of ${supplier}`,
    columns,
    matches: cell({ 2: supplier, 3: distributorOf(attempt, audience), 4: attempt.group_id ?? '' }),
    readings: ['R25'],
    whyNoRow: isStockOnly
      ? 'In process, but nothing commenced or concluded that day for its supplier, distributor and group, so that there is no row (R25)'
      : null,
  }));
}

const ACTIVITY_WORDS: Readonly<Record<number, string>> = {
  5: 'commenced',
  6: 'successfully completed',
  7: 'failed',
  8: 'in progress at the end of the day',
};

function againstCommitment(
  attempt: AttemptFacts,
  { userId }: Audience,
  { start, end }: ApplicablePeriod,
): Place[] {
  const { commenced_at: commenced } = attempt;
  if (commenced === null || !isWithin(commenced, start, end) || !isActiveFor(attempt, userId)) return [];
  return [
    {
      why: `Commenced on ${day(commenced)} with an active meter of this supplier`,
      columns: [5],
      matches: cell({ 3: formatDate(dayOf(commenced)) }),
      readings: ['R28'],
      whyNoRow: null,
    },
  ];
}

/** Whether the supplier is responsible for an active meter of it (R28, fine print 18). */
export function isActiveFor(attempt: AttemptFacts, userId: string): boolean {
  const isAffiliate = attempt.affiliate_submitter !== null;
  return (
    (attempt.electricity_active === true && (attempt.electricity_supplier_id === userId || isAffiliate)) ||
    (attempt.gas_active === true && (attempt.gas_supplier_id === userId || isAffiliate))
  );
}

/** A detail row with these values in these columns, from 1. */
export function cell(values: Readonly<Record<number, string>>): Place['matches'] {
  const wanted = Object.entries(values).map(([column, value]) => [Number(column) - 1, value] as const);
  return (record, row) => row > 0 && wanted.every(([index, value]) => record[index] === value);
}

function distributorOf(attempt: AttemptFacts, { seesElectricity }: Audience): string {
  return seesElectricity ? (attempt.distributor_id ?? '') : '';
}

function isInProcess({ commenced_at, concluded_at }: AttemptFacts, at: Date): boolean {
  return commenced_at !== null && commenced_at <= at && (concluded_at === null || concluded_at > at);
}

/** Periods are of whole seconds, and so are event times. */
function isWithin(instant: Date, start: Date, end: Date): boolean {
  return instant >= start && instant <= end;
}

function wordsFor(succeeded: boolean | null): string {
  if (succeeded === null) return 'in progress';
  return succeeded ? 'successfully completed' : 'failed';
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
