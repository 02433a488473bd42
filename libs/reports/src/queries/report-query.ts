import type { ReportId } from '@app/mrr';
import type { ClientBase, PoolClient } from 'pg';

/** What a report is computed from, besides the data: whose report, as at which time, under which settings. */
export interface ReportContext {
  readonly recipientId: string;
  readonly recipientRole: 'SUPPLIER' | 'DNO';
  readonly slotTime: Date;
  /** `calendar`, or the MAVR file name of a S1MIG-010 slot (R20). */
  readonly cause: string;
  /** S1MIG-001 and 002: outcomes completed at or before it (R13). */
  readonly cutOff: Date;
  /**
   * The issue that the ledger's rows point to: the one being built, or, in a re-issue, the first of its line, whose rows
   * are told again.
   */
  readonly issueId: string;
  readonly settings: ReportSettings;
}

export interface ReportSettings {
  /** R11: whether a DNO sees the gas meter of an installation in its area. */
  readonly dnoSeesGasMeter: boolean;
  /** R30: key of the hash that breaks ties in S1MIG-009. */
  readonly tieBreakKey: string;
}

/** A statement with `$1`-style parameters. */
export interface SqlQuery {
  readonly text: string;
  readonly values: readonly (string | Date | boolean)[];
}

/** How one report is computed. The definition in `@app/mrr` says what it looks like. */
export interface ReportQuery {
  readonly reportId: ReportId;
  /** Its rows are always few: a summary. */
  readonly isSummary?: true;
  /**
   * Claims in the ledger what this issue will tell and returns how many rows that is at most. Reports without a ledger (they
   * show a state and may repeat themselves) have none.
   */
  claim?(client: PoolClient, context: ReportContext): Promise<number>;
  /**
   * The header's columns after the common six; null: there is nothing to report, not even a header (R30).
   */
  headerValues(client: PoolClient, context: ReportContext): Promise<readonly (string | null)[] | null>;
  /** The detail rows in the report's order, one SQL column per report column. */
  detail(context: ReportContext): SqlQuery;
  /** The same rows by a statement that PostgreSQL plans well when they are many. */
  detailOfMany?(client: ClientBase, context: ReportContext): Promise<SqlQuery>;
}
