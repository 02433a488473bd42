import { createHash } from 'node:crypto';
import type { ReportId } from '../report-definitions/report-definition';

/** 72 bits: no false repeat among tens of millions of rows, and a short string that keeps no longer one alive. */
const HASH_CHARACTERS = 12;

/**
 * What a row tells once and never again. S1MIG-001 and 002 share their subjects: an attempt concludes once.
 * The rows of S1MIG-006 and 010 do not carry the record number, so that there only a row equal in all columns
 * counts as told again. Null: the report is a stock or a sum and repeats by its nature.
 */
export function reportedSubject(report: ReportId, values: readonly string[]): string | null {
  switch (report) {
    case 'S1MIG-001':
    case 'S1MIG-002':
      return hash(['attempt', values[1], values[3], values[4], values[8]]);
    case 'S1MIG-006':
    case 'S1MIG-010':
      return hash([report, ...values]);
    default:
      return null;
  }
}

function hash(parts: readonly (string | undefined)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, HASH_CHARACTERS);
}

/** The subjects told to one recipient so far, as hashes, each with the file that told it. */
export class ReportedSubjects {
  private readonly told = new Map<string, string>();

  /** @returns the file that told the subject before, or null if it is told here for the first time. */
  record(subject: string, file: string): string | null {
    const before = this.told.get(subject);
    if (before === undefined) {
      this.told.set(subject, file);
    }
    return before ?? null;
  }
}
