import type { Schedule } from '../calendar/schedule';
import type { Field } from './field';

export const REPORT_IDS = [
  'S1MIG-001',
  'S1MIG-002',
  'S1MIG-003',
  'S1MIG-004',
  'S1MIG-005',
  'S1MIG-006',
  'S1MIG-007',
  'S1MIG-008',
  'S1MIG-009',
  'S1MIG-010',
] as const;

export type ReportId = (typeof REPORT_IDS)[number];

export type Recipients = 'supplier' | 'supplier and DNO' | 'all suppliers' | 'submitting supplier';

/** The time that a report speaks of, relative to its slot; `none`: it lists what is not reported yet. */
export type ApplicablePeriodKind =
  'none' | 'previous-day' | 'previous-28-days' | 'previous-week' | 'previous-four-weeks';

/** Order of the detail rows. Integers compare as numbers, all else by code point, empty first (fine print 33). */
export interface RowOrder {
  readonly sentence: string;
  /** Columns, from 1, that a reader of the file alone can compare; the order may have further keys. */
  readonly columns: readonly number[];
  /** No two rows agree in all these columns. */
  readonly unique: boolean;
}

/** One report of MRR Appendix A, complete enough to write, check and document its files. */
export interface ReportDefinition {
  readonly id: ReportId;
  /** Verbatim, as header column 5 carries it. */
  readonly title: string;
  /** What the report is for, in one or two sentences. */
  readonly purpose: string;
  /** Which rows a slot of this report has. */
  readonly rows: string;
  readonly schedule: Schedule;
  readonly period: ApplicablePeriodKind;
  readonly recipients: Recipients;
  readonly header: readonly Field[];
  readonly detail: readonly Field[];
  readonly order: RowOrder;
  readonly clauses: readonly string[];
  /** Readings (`R13`) that this report follows. */
  readonly readings: readonly string[];
  /** Starts only when a Migration Authorisation File with an active meter has been processed (R14). */
  readonly startsWithActiveAuthorisations: boolean;
  /** May be issued without a detail row (R17). */
  readonly mayBeHeaderOnly: boolean;
}
