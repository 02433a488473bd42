import type { Finding, FindingCode, Severity } from './finding';

/** A file that is wrong in every row says so in this many findings and a count, so that memory stays bounded. */
const LISTED_PER_FILE_AND_CODE = 10;

export interface FindingPlace {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number | null;
  readonly severity?: Severity;
}

export class FindingLog {
  private readonly listed: Finding[] = [];
  private readonly counts = new Map<string, { latest: Finding; count: number }>();

  add(code: FindingCode, message: string, place: FindingPlace = {}): void {
    const { file = null, line = null, column = null, severity = 'error' } = place;
    const finding: Finding = { file, line, column, code, severity, message };
    if (file === null) {
      this.listed.push(finding);
      return;
    }
    const key = `${code} ${severity} ${file}`;
    const count = (this.counts.get(key)?.count ?? 0) + 1;
    this.counts.set(key, { latest: finding, count });
    if (count <= LISTED_PER_FILE_AND_CODE) {
      this.listed.push(finding);
    }
  }

  /** All findings in the order in which they were made, then what was left out, as counts. */
  all(): Finding[] {
    const leftOut = [...this.counts.values()].filter(({ count }) => count > LISTED_PER_FILE_AND_CODE);
    return [
      ...this.listed,
      ...leftOut.map(({ latest, count }) => ({
        ...latest,
        line: null,
        column: null,
        message: `and ${count - LISTED_PER_FILE_AND_CODE} more of this kind in the file`,
      })),
    ];
  }
}
