import type { ReportId } from '@app/mrr';
import type { ReportContext } from '../queries/report-query';

/** Two figures that must agree and do not. */
export interface Disagreement {
  /** What is counted, such as `commenced on 20200302, succeeded`. */
  readonly what: string;
  readonly reported: string;
  readonly found: string;
  /** Why the two may differ without anything being wrong; null: they may not. */
  readonly explanation: string | null;
}

/** Totals of a report that must agree with what other reports tell the same recipient. */
export interface ReconciliationCheck {
  readonly reportId: ReportId;
  /** What the report is held against, as an operator reads it. */
  readonly against: string;
  appliesTo(context: ReportContext): boolean;
  /**
   * A query of `Disagreement` rows. It may use the parameters of the report's detail query and the relation `reported`:
   * the report's rows, with the columns `c1`, `c2` ... that must be cast before they are counted with.
   */
  disagreements(context: ReportContext): string;
}
