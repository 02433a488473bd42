import { formatDateTime, parseDateTime } from '../calendar/utc-format';
import { isReportId } from '../report-definitions/all-reports';
import type { ReportId } from '../report-definitions/report-definition';
import { SequenceTooLargeError } from './sequence-too-large.error';

/**
 * How the parts of MRR Appendix B are written (R16): `appendix-b` by its scheme with the `#` of its example,
 * `example` with the example's two-digit report (`S1MIG-07`), `plain` with `T` for libraries that forbid `#`.
 */
export const FILE_NAME_PROFILES = ['appendix-b', 'example', 'plain'] as const;

export type FileNameProfile = (typeof FILE_NAME_PROFILES)[number];

export interface ReportFileName {
  readonly report: ReportId;
  /** 6 characters. */
  readonly partySignifier: string;
  /** EUI-64, 23 characters. */
  readonly userId: string;
  /** 1 to 999999. */
  readonly sequence: number;
  /** Whole seconds. */
  readonly createdAt: Date;
}

/** `S1MIG-` and two digits more, three by definition and two in the example. */
const NAME = /^S1MIG-(\d{2,3})_(.{6})_([0-9A-F]{2}(?:-[0-9A-F]{2}){7})_(\d{6})_(\d{8})([#T])(\d{6})\.csv$/u;
const LARGEST_SEQUENCE = 999_999;

/**
 * Name of an issue's file (MRR Appendix B, R15, R16).
 * @throws SequenceTooLargeError beyond 999999 (fine print 35)
 */
export function reportFileName(parts: ReportFileName, profile: FileNameProfile = 'appendix-b'): string {
  if (parts.sequence > LARGEST_SEQUENCE) {
    throw new SequenceTooLargeError(parts.sequence);
  }
  const report = profile === 'example' ? parts.report.replace('S1MIG-0', 'S1MIG-') : parts.report;
  const sequence = String(parts.sequence).padStart(6, '0');
  const createdAt = formatDateTime(parts.createdAt);
  const separated = profile === 'plain' ? createdAt : createdAt.replace('T', '#');
  return `${report}_${parts.partySignifier}_${parts.userId}_${sequence}_${separated}.csv`;
}

/** The parts of a report's file name in any profile, or null if it is none. */
export function parseReportFileName(name: string): (ReportFileName & { profile: FileNameProfile }) | null {
  const match = NAME.exec(name);
  if (match === null) {
    return null;
  }
  const [, digits = '', partySignifier = '', userId = '', sequence = '', date, separator, time] = match;
  const report = `S1MIG-${digits.padStart(3, '0')}`;
  const createdAt = parseDateTime(`${date}T${time}`);
  const profile = profileOf(digits, separator);
  if (!isReportId(report) || createdAt === null || profile === null || Number(sequence) === 0) {
    return null;
  }
  return { report, partySignifier, userId, sequence: Number(sequence), createdAt, profile };
}

function profileOf(digits: string, separator: string | undefined): FileNameProfile | null {
  if (digits.length === 2) {
    return separator === '#' ? 'example' : null;
  }
  return separator === '#' ? 'appendix-b' : 'plain';
}
