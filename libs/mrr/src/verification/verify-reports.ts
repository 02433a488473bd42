import { checkFile } from './check-file';
import { CrossReportTotals } from './cross-report-totals';
import { namedFile, type DeliveredFile, type NamedFile } from './delivered-file';
import type { Finding, Severity } from './finding';
import { FindingLog } from './finding-log';
import { ReportedSubjects } from './reported-subjects';
import { SeriesCheck, type SeriesSummary } from './series-check';

export interface VerificationOptions {
  /** The recipient asked for re-issues: an issue that repeats another one is then a warning, no error. */
  readonly reissuesExpected?: boolean;
}

export interface VerificationResult {
  readonly files: number;
  readonly rows: number;
  readonly findings: readonly Finding[];
  /** By User ID, then Report ID. */
  readonly series: readonly SeriesSummary[];
}

/**
 * A recipient's check of delivered files, without any other source: names, numbers, format, order, rows told twice,
 * sums that must agree (MRR Appendix A and B, R15 to R19, R24 to R30, fine print 33).
 *
 * Reads each file once, as a stream, one recipient after the other; of the rows only hashes and counts are kept.
 */
export async function verifyReports(
  files: Iterable<DeliveredFile>,
  options: VerificationOptions = {},
): Promise<VerificationResult> {
  const log = new FindingLog();
  const whenReissue: Severity = options.reissuesExpected === true ? 'warning' : 'error';
  const { named, count } = sortOut(files, log);
  tellMixedFolders(named, log);
  const series: SeriesSummary[] = [];
  for (const recipientFiles of groupBy(named, ({ name }) => name.userId).values()) {
    series.push(...(await verifyRecipient(recipientFiles, log, whenReissue)));
  }
  const rows = series.reduce((total, one) => total + one.rows, 0);
  return { files: count, rows, findings: log.all(), series };
}

function sortOut(files: Iterable<DeliveredFile>, log: FindingLog): { named: NamedFile[]; count: number } {
  const named: NamedFile[] = [];
  let count = 0;
  for (const file of files) {
    count += 1;
    const withName = namedFile(file);
    if (withName === null) {
      log.add('FILE_NAME', 'the name is not that of a report (MRR Appendix B)', { file: file.path });
    } else {
      named.push(withName);
    }
  }
  return { named: named.toSorted(byRecipientAndNumber), count };
}

function byRecipientAndNumber(left: NamedFile, right: NamedFile): number {
  const key = ({ name, file }: NamedFile): string =>
    `${name.userId} ${name.report} ${String(name.sequence).padStart(6, '0')} ${file.path}`;
  return key(left) < key(right) ? -1 : 1;
}

/** One folder belongs to one Party, unless the master data names it for several. */
function tellMixedFolders(files: readonly NamedFile[], log: FindingLog): void {
  for (const [folder, inFolder] of groupBy(files, (named) => named.folder)) {
    const signifiers = [...new Set(inFolder.map(({ name }) => name.partySignifier))].toSorted();
    if (folder !== '' && signifiers.length > 1) {
      const message = `the folder holds reports of several Parties: ${signifiers.join(', ')}`;
      log.add('FOLDER_MIXED', message, { file: folder, severity: 'warning' });
    }
  }
}

async function verifyRecipient(
  files: readonly NamedFile[],
  log: FindingLog,
  whenReissue: Severity,
): Promise<SeriesSummary[]> {
  const recipient = files[0]?.name.userId ?? '';
  const state = { subjects: new ReportedSubjects(), totals: new CrossReportTotals(recipient) };
  const summaries: SeriesSummary[] = [];
  for (const inSeries of groupBy(files, ({ name }) => name.report).values()) {
    const series = new SeriesCheck(log, whenReissue);
    for (const named of inSeries) {
      series.add(named, await checkFile(named, state, log, whenReissue));
    }
    const summary = series.summary();
    if (summary !== null) {
      summaries.push(summary);
    }
  }
  state.totals.finish(log);
  return summaries;
}

/** Keeps the order of the files in each group, and of the groups by their first file. */
function groupBy(files: readonly NamedFile[], key: (named: NamedFile) => string): Map<string, NamedFile[]> {
  const groups = new Map<string, NamedFile[]>();
  for (const named of files) {
    const group = groups.get(key(named)) ?? [];
    groups.set(key(named), group);
    group.push(named);
  }
  return groups;
}
