import type { ReportId } from '../report-definitions/report-definition';
import { DailyTotals } from './daily-totals';
import type { FindingLog } from './finding-log';

/**
 * Compares the reports of one recipient with each other, as far as rows alone allow: the Successes, Failures and
 * stock of S1MIG-001, 002 and 003 and the commencements of S1MIG-004 against S1MIG-005, per day, Responsible Supplier,
 * distributor ID and group ID. A difference is a warning: a file that came late changes the one and not the other (R12).
 */
export class CrossReportTotals {
  private readonly succeeded = new DailyTotals();
  private readonly failed = new DailyTotals();
  private readonly stock = new DailyTotals();
  /** S1MIG-004 of the latest issue that speaks of the day. */
  private readonly commenced = new DailyTotals();
  private readonly activity = {
    commenced: new DailyTotals(),
    succeeded: new DailyTotals(),
    failed: new DailyTotals(),
    inProgress: new DailyTotals(),
  };
  /** Days that S1MIG-005 speaks of, with the file that did last. */
  private readonly activityFiles = new Map<string, string>();
  /** A recipient that is not shown both suppliers of a split installation cannot count per supplier. */
  private derivable = true;

  constructor(private readonly recipient: string) {}

  startIssue(report: ReportId, header: readonly string[], file: string): void {
    const day = (header[6] ?? '').slice(0, 8);
    if (report === 'S1MIG-003') {
      this.stock.restart(day);
    } else if (report === 'S1MIG-005') {
      Object.values(this.activity).forEach((totals) => totals.restart(day));
      this.activityFiles.set(day, file);
    }
  }

  addRow(report: ReportId, header: readonly string[], values: readonly string[]): void {
    const column = (number: number): string => values[number - 1] ?? '';
    switch (report) {
      case 'S1MIG-001':
        this.addAttempt(this.succeeded, column(54).slice(0, 8), values);
        break;
      case 'S1MIG-002':
        this.addAttempt(this.failed, column(54).slice(0, 8), values);
        break;
      case 'S1MIG-003':
        this.addAttempt(this.stock, (header[6] ?? '').slice(0, 8), values);
        break;
      case 'S1MIG-004':
        this.replaceCommenced(column(5), key(column(2), column(3), column(4)), Number(column(6)));
        break;
      case 'S1MIG-005':
        this.addActivity((header[6] ?? '').slice(0, 8), values);
        break;
      default:
    }
  }

  /** Tells every difference, within the days of the first to the last S1MIG-005. */
  finish(log: FindingLog): void {
    const days = [...this.activityFiles.keys()].toSorted();
    const [first, last] = [days[0], days.at(-1)];
    if (first === undefined || last === undefined || !this.derivable) {
      return;
    }
    const told = [this.succeeded, this.failed, this.commenced].flatMap((totals) => totals.allDays());
    const covered = new Set([...days, ...told.filter((day) => day >= first && day <= last)]);
    for (const day of [...covered].toSorted()) {
      this.compareDay(day, log);
    }
  }

  private compareDay(day: string, log: FindingLog): void {
    const { activity } = this;
    this.compare(day, 'Successes of S1MIG-001', this.succeeded, 6, activity.succeeded, log);
    this.compare(day, 'Failures of S1MIG-002', this.failed, 7, activity.failed, log);
    if (this.commenced.knows(day)) {
      this.compare(day, 'commencements of S1MIG-004', this.commenced, 5, activity.commenced, log);
    }
    // S1MIG-005 has no row for a stock in which nothing moved (R25): only its own keys can be compared.
    for (const rowKey of activity.inProgress.keysOf(day)) {
      this.compareKey(day, rowKey, 'rows of S1MIG-003', this.stock, 8, activity.inProgress, log);
    }
  }

  private compare(
    day: string,
    what: string,
    detail: DailyTotals,
    column: number,
    summary: DailyTotals,
    log: FindingLog,
  ): void {
    for (const rowKey of new Set([...detail.keysOf(day), ...summary.keysOf(day)])) {
      this.compareKey(day, rowKey, what, detail, column, summary, log);
    }
  }

  private compareKey(
    day: string,
    rowKey: string,
    what: string,
    detail: DailyTotals,
    column: number,
    summary: DailyTotals,
    log: FindingLog,
  ): void {
    const found = detail.get(day, rowKey);
    const stated = summary.get(day, rowKey);
    if (found !== stated) {
      const message = `${rowKey} on ${day}: ${found} ${what}, but S1MIG-005 states ${stated} (column ${column})`;
      const file = this.activityFiles.get(day);
      log.add('TOTAL_MISMATCH', `recipient ${this.recipient}, ${message}`, {
        ...(file === undefined ? {} : { file }),
        column,
        severity: 'warning',
      });
    }
  }

  private addAttempt(totals: DailyTotals, day: string, values: readonly string[]): void {
    for (const supplier of this.countedSuppliers(values)) {
      totals.add(day, key(supplier, values[12] ?? '', values[5] ?? ''));
    }
  }

  /** A supplier counts an attempt for itself; a DNO counts it for each Responsible Supplier. */
  private countedSuppliers(values: readonly string[]): string[] {
    const suppliers = new Set([values[11] ?? '', values[15] ?? ''].filter((supplier) => supplier !== ''));
    if (suppliers.has(this.recipient)) {
      return [this.recipient];
    }
    const isSplit = values[9] === '1';
    if (isSplit && suppliers.size < 2) {
      this.derivable = false;
    }
    return [...suppliers];
  }

  private addActivity(day: string, values: readonly string[]): void {
    const rowKey = key(values[1] ?? '', values[2] ?? '', values[3] ?? '');
    this.activity.commenced.add(day, rowKey, Number(values[4]));
    this.activity.succeeded.add(day, rowKey, Number(values[5]));
    this.activity.failed.add(day, rowKey, Number(values[6]));
    this.activity.inProgress.add(day, rowKey, Number(values[7]));
  }

  /** Successive S1MIG-004 overlap by three weeks: the latest figure of a day rules. */
  private replaceCommenced(day: string, rowKey: string, quantity: number): void {
    this.commenced.add(day, rowKey, quantity - this.commenced.get(day, rowKey));
  }
}

function key(supplier: string, distributor: string, group: string): string {
  return `supplier ${supplier}, distributor ${distributor === '' ? '(none)' : distributor}, group ${group}`;
}
