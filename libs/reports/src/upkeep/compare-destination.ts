import type { ReportFileName } from '@app/mrr';
import { parseReportFileName } from '@app/mrr';
import type { DataSource } from 'typeorm';

/** A file at the destination; the delivery library tells more. */
interface FileAtDestination {
  readonly fileName: string;
  readonly bytes: number | undefined;
  readonly quickXorHash: string | undefined;
  readonly sha256?: () => Promise<string>;
}

export interface DestinationFinding {
  readonly folder: string;
  readonly fileName: string;
  readonly state:
    | 'missing' // delivered, and not there
    | 'other content' // of the same name
    | 'ahead' // a number that the database has not reached: it was set back
    | 'number used twice' // a number that the database has given to another file
    | 'unknown'; // no report's name
}

interface KnownIssue {
  file_name: string;
  is_delivered: boolean;
  size_bytes: string;
  sha256: string;
  quick_xor_hash: string | null;
}

/**
 * Holds one Party's folder at the destination against the issues that the database knows, and their copies for others.
 * @param deep reads every file whole where the destination has no hash; otherwise sizes are compared
 */
export async function* compareFolder(
  dataSource: DataSource,
  folder: string,
  files: AsyncIterable<FileAtDestination>,
  deep: boolean,
): AsyncGenerator<DestinationFinding> {
  const issues = await dataSource.query<KnownIssue[]>(ISSUES_OF_FOLDER, [folder]);
  const known = new Map(issues.map((issue) => [issue.file_name, issue]));
  const seen = new Set<string>();
  for await (const file of files) {
    const { fileName } = file;
    const issue = known.get(fileName);
    seen.add(fileName);
    if (!issue) yield { folder, fileName, state: await stateOfStranger(dataSource, fileName) };
    else if (!(await isEqual(file, issue, deep))) yield { folder, fileName, state: 'other content' };
  }
  for (const { file_name: fileName, is_delivered } of issues) {
    if (is_delivered && !seen.has(fileName)) yield { folder, fileName, state: 'missing' };
  }
}

async function isEqual(file: FileAtDestination, issue: KnownIssue, deep: boolean): Promise<boolean> {
  if (file.bytes !== undefined && file.bytes !== Number(issue.size_bytes)) return false;
  if (file.quickXorHash !== undefined && issue.quick_xor_hash !== null)
    return file.quickXorHash === issue.quick_xor_hash;
  return !deep || file.sha256 === undefined || (await file.sha256()) === issue.sha256;
}

async function stateOfStranger(
  dataSource: DataSource,
  fileName: string,
): Promise<'ahead' | 'number used twice' | 'unknown'> {
  const name = parseReportFileName(fileName);
  if (!name) return 'unknown';
  return (await lastSequence(dataSource, name)) < name.sequence ? 'ahead' : 'number used twice';
}

async function lastSequence(
  dataSource: DataSource,
  { report, userId }: Pick<ReportFileName, 'report' | 'userId'>,
): Promise<number> {
  const [counter] = await dataSource.query<{ last_sequence: number }[]>(
    'SELECT last_sequence FROM report_counter WHERE report_id = $1 AND recipient_id = $2',
    [report, userId],
  );
  return counter?.last_sequence ?? 0;
}

/**
 * Notes the numbers that recipients have already: a build that comes to one of them takes its creation time, so that
 * the same data gives the same file, and other data an alarm instead of a second file with the number.
 * @returns how many were not noted before
 */
export async function noteFoundIssues(
  dataSource: DataSource,
  findings: readonly DestinationFinding[],
): Promise<number> {
  let noted = 0;
  for (const { folder, fileName, state } of findings) {
    const name = state === 'ahead' ? parseReportFileName(fileName) : null;
    if (!name) continue;
    const rows = await dataSource.query<unknown[]>(
      `INSERT INTO found_issue (report_id, recipient_id, sequence_number, created_at, file_name, folder)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING 1`,
      [name.report, name.userId, name.sequence, name.createdAt, fileName, folder],
    );
    noted += rows.length;
  }
  return noted;
}

/** Every folder that a report was or may be delivered to. */
export async function destinationFolders(dataSource: DataSource): Promise<string[]> {
  const folders = await dataSource.query<{ folder: string }[]>(
    'SELECT folder FROM issue UNION SELECT folder FROM recipient UNION SELECT folder FROM release ORDER BY 1',
  );
  return folders.map(({ folder }) => folder);
}

const ISSUES_OF_FOLDER = `
  SELECT i.file_name, d.issue_id IS NOT NULL AS is_delivered, i.size_bytes, i.sha256,
         d.receipt ->> 'quickXorHash' AS quick_xor_hash
    FROM issue i LEFT JOIN delivery d ON d.issue_id = i.id
   WHERE i.folder = $1
  UNION ALL
  SELECT i.file_name, r.delivered_at IS NOT NULL, i.size_bytes, i.sha256, r.receipt ->> 'quickXorHash'
    FROM release r JOIN issue i ON i.id = r.issue_id
   WHERE r.folder = $1`;
