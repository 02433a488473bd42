import type { ReportId } from '../report-definitions/report-definition';
import type { Severity } from './finding';
import type { FindingLog } from './finding-log';
import { reportedSubject, type ReportedSubjects } from './reported-subjects';

/** Two responses to one Migration Authorisation may read the same in S1MIG-010, two records of one file in S1MIG-006. */
const MAY_READ_THE_SAME: readonly ReportId[] = ['S1MIG-010'];
const LISTED_ROWS = 10;

/** Finds the rows of one file that were told before; a file that repeats another as a whole is told as such. */
export class RepeatCheck {
  private readonly repeats: { line: number; before: string }[] = [];
  private readonly sources = new Set<string>();
  private repeated = 0;
  private rows = 0;

  constructor(
    private readonly report: ReportId,
    private readonly file: string,
    private readonly subjects: ReportedSubjects,
  ) {}

  /** @returns whether the row is told for the first time. */
  isNew(values: readonly string[], line: number): boolean {
    const subject = reportedSubject(this.report, values);
    this.rows += 1;
    const before = subject === null ? null : this.subjects.record(subject, this.file);
    if (before === null) {
      return true;
    }
    this.repeated += 1;
    this.sources.add(before);
    if (this.repeats.length < LISTED_ROWS) {
      this.repeats.push({ line, before });
    }
    return false;
  }

  finish(log: FindingLog, whenReissue: Severity): void {
    const [source] = this.sources;
    const mayReadTheSame = MAY_READ_THE_SAME.includes(this.report);
    if (
      this.repeated === this.rows &&
      this.sources.size === 1 &&
      source !== undefined &&
      source !== this.file
    ) {
      const message = `all rows were told before in ${source}: a re-issue, if you asked for one`;
      const severity = mayReadTheSame ? 'warning' : whenReissue;
      log.add('ISSUE_REPEATED', message, { file: this.file, severity });
      return;
    }
    for (const { line, before } of this.repeats) {
      const told = before === this.file ? 'twice in this file' : `before in ${before}`;
      const severity = mayReadTheSame || this.isSameRecordTwice(before) ? 'warning' : 'error';
      log.add('ROW_REPEATED', `this row is told ${told}`, { file: this.file, line, severity });
    }
    if (this.repeated > this.repeats.length) {
      const message = `and ${this.repeated - this.repeats.length} more repeated rows`;
      log.add('ROW_REPEATED', message, { file: this.file, severity: mayReadTheSame ? 'warning' : 'error' });
    }
  }

  private isSameRecordTwice(before: string): boolean {
    return this.report === 'S1MIG-006' && before === this.file;
  }
}
