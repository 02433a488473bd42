import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { InputFile } from './load';
import { compareText } from './orders';
import { Expected, ExpectedReport, responseIssues } from './model';

/** Every file below the folder, by code point of its path. */
export function readFolder(root: string): InputFile[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) =>
    relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'),
  );
  return paths.sort(compareText).map((path) => ({ path, bytes: readFileSync(join(root, path)) }));
}

export function writeFolder(root: string, files: Iterable<InputFile>): void {
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
}

/** Fine print 33: quoted exactly if it contains a comma, a quote, CR or LF. */
export function csvText(rows: string[][]): string {
  const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

const SAMPLE_TIME = '20200401T123456';

/** The expected reports as files, with one made-up creation time. */
export function reportFiles(expected: Expected): InputFile[] {
  const reports: ExpectedReport[] = [...expected.reports, ...expected.responses.flatMap(responseIssues)];
  return reports.map((report) => {
    const header = report.header.map((cell) => (cell === '*' ? SAMPLE_TIME : cell));
    const number = String(report.sequence).padStart(6, '0');
    const time = SAMPLE_TIME.replace('T', '#');
    const name = `${report.reportId}_${report.signifier}_${report.userId}_${number}_${time}.csv`;
    return { path: `${report.folder}/${name}`, bytes: Buffer.from(csvText([header, ...report.rows])) };
  });
}
