import type { ReportId } from '../report-definitions/report-definition';
import type { CheckedFile } from './check-file';
import type { NamedFile } from './delivered-file';
import type { Severity } from './finding';
import type { FindingLog } from './finding-log';

/** The issues of one (Report ID, User ID), whose numbers count from 1 without a gap (R15). */
export interface SeriesSummary {
  readonly report: ReportId;
  readonly partySignifier: string;
  readonly userId: string;
  readonly issues: number;
  readonly firstNumber: number;
  readonly lastNumber: number;
  /** Missing numbers, as inclusive ranges. */
  readonly missing: readonly (readonly [number, number])[];
  readonly rows: number;
}

/** Reports whose rows tell what period they repeat only through the header. */
const TOLD_ONCE_PER_PERIOD: readonly ReportId[] = [
  'S1MIG-003',
  'S1MIG-004',
  'S1MIG-005',
  'S1MIG-007',
  'S1MIG-008',
  'S1MIG-009',
];

/** Checks the numbers, times and periods of one series, its files given by ascending number. */
export class SeriesCheck {
  private readonly periods = new Map<string, string>();
  private readonly missing: [number, number][] = [];
  private issues = 0;
  private rows = 0;
  private firstNumber = 0;
  private latest: NamedFile | null = null;

  constructor(
    private readonly log: FindingLog,
    private readonly whenReissue: Severity,
  ) {}

  add(named: NamedFile, checked: CheckedFile): void {
    const { sequence, createdAt } = named.name;
    const file = named.file.path;
    const before = this.latest?.name.sequence ?? 0;
    if (sequence === before) {
      this.log.add('SEQUENCE_REPEATED', `number ${sequence} was already given to ${this.latest?.file.path}`, {
        file,
      });
    } else if (sequence > before + 1) {
      this.missing.push([before + 1, sequence - 1]);
      this.log.add('SEQUENCE_GAP', `missing before this file: ${rangeText([before + 1, sequence - 1])}`, {
        file,
      });
    }
    if (this.latest !== null && createdAt < this.latest.name.createdAt) {
      this.log.add('CREATION_ORDER', 'created before the file with the next lower number', {
        file,
        severity: 'warning',
      });
    }
    this.checkPeriod(named, checked.applicable);
    this.firstNumber ||= sequence;
    this.latest = named;
    this.issues += 1;
    this.rows += checked.rows;
  }

  summary(): SeriesSummary | null {
    if (this.latest === null) {
      return null;
    }
    const { report, partySignifier, userId, sequence } = this.latest.name;
    const { issues, firstNumber, missing, rows } = this;
    return { report, partySignifier, userId, issues, firstNumber, lastNumber: sequence, missing, rows };
  }

  private checkPeriod({ file: { path }, name: { report } }: NamedFile, applicable: string | null): void {
    if (applicable === null || !TOLD_ONCE_PER_PERIOD.includes(report)) {
      return;
    }
    const before = this.periods.get(applicable);
    this.periods.set(applicable, path);
    if (before !== undefined) {
      const message = `${applicable} was told before in ${before}: a re-issue, if you asked for one`;
      this.log.add('ISSUE_REPEATED', message, { file: path, severity: this.whenReissue });
    }
  }
}

export function rangeText([first, last]: readonly [number, number]): string {
  return first === last ? `number ${first}` : `numbers ${first} to ${last}`;
}
