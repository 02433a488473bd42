import { readFolder, csvText } from './folders';
import { parseCsv } from './parse-csv';

/** One report file as the product delivered it. */
export interface Delivered {
  path: string;
  folder: string;
  reportId: string;
  signifier: string;
  userId: string;
  sequence: number;
  header: string[];
  rows: string[][];
}

const NAME = /^(S1MIG-\d{3})_([A-Z0-9]{6})_([0-9A-F-]{23})_(\d{6})_(\d{8}#\d{6})\.csv$/;

/** Reads the output folder; what is no report, or no canonical CSV, is told in `faults`. */
export function readDelivered(root: string, faults: string[]): Delivered[] {
  const reports: Delivered[] = [];
  for (const { path, bytes } of readFolder(root)) {
    const at = path.lastIndexOf('/');
    const match = NAME.exec(path.slice(at + 1));
    if (!match) {
      faults.push(`${path}: unexpected name`);
      continue;
    }
    const [, reportId, signifier, userId, number, time] = match as unknown as string[];
    const all = parseCsv(bytes.toString('utf8'));
    if (!Buffer.from(csvText(all)).equals(bytes))
      faults.push(`${path}: not the canonical bytes (quotes, CRLF, BOM)`);
    const [header = [], ...rows] = all;
    if (header[5] !== time!.replace('#', 'T'))
      faults.push(`${path}: creation time of name and header differ`);
    const folder = path.slice(0, Math.max(at, 0));
    reports.push({
      path,
      folder,
      reportId: reportId!,
      signifier: signifier!,
      userId: userId!,
      sequence: Number(number),
      header: header.map((cell, column) => (column === 5 ? '*' : cell)),
      rows,
    });
  }
  checkSequences(reports, faults);
  return reports;
}

/** From 1, without a gap, per report and User ID (R15). */
function checkSequences(reports: Delivered[], faults: string[]): void {
  const numbers = new Map<string, number[]>();
  for (const { reportId, userId, sequence } of reports) {
    const key = `${reportId} ${userId}`;
    numbers.set(key, [...(numbers.get(key) ?? []), sequence]);
  }
  for (const [key, given] of numbers) {
    const sorted = given.sort((a, b) => a - b);
    if (sorted.some((number, at) => number !== at + 1))
      faults.push(`${key}: sequence numbers ${sorted.join(' ')}`);
  }
}
