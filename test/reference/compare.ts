import { Delivered, readDelivered } from './delivered';
import { instantText } from './instants';
import { Expected, ExpectedReport, ExpectedResponses } from './model';
import { compareKeys } from './orders';

/** Every difference between what the product delivered into a folder and what the model expects. */
export function compareReports(outputFolder: string, expected: Expected): string[] {
  const differences: string[] = [];
  const delivered = readDelivered(outputFolder, differences);
  const found = new Map(delivered.map((report) => [keyOf(report), report]));
  for (const report of expected.reports) {
    const got = found.get(keyOf(report));
    found.delete(keyOf(report));
    if (!got) differences.push(`${describe(report)}: missing (${report.rows.length} rows)`);
    else differences.push(...compareOne(got, report));
  }
  for (const responses of expected.responses) {
    const issues = delivered.filter((one) => one.reportId === 'S1MIG-010' && one.userId === responses.userId);
    for (const issue of issues) found.delete(keyOf(issue));
    differences.push(...compareResponses(issues, responses));
  }
  for (const report of found.values())
    differences.push(`${report.path}: unexpected (${report.rows.length} rows)`);
  return differences;
}

function keyOf({
  reportId,
  userId,
  sequence,
}: {
  reportId: string;
  userId: string;
  sequence: number;
}): string {
  return `${reportId} ${userId} ${sequence}`;
}

function describe({ reportId, userId, sequence, slot }: ExpectedReport): string {
  return `${reportId} ${userId} number ${sequence} (slot ${instantText(slot)})`;
}

function compareOne(got: Delivered, report: ExpectedReport): string[] {
  const differences: string[] = [];
  const tell = (text: string): void => void differences.push(`${describe(report)}: ${text}`);
  if (got.folder !== report.folder)
    tell(`folder ${JSON.stringify(got.folder)}, expected ${JSON.stringify(report.folder)}`);
  if (got.signifier !== report.signifier) tell(`signifier ${got.signifier}, expected ${report.signifier}`);
  const cells = firstDifference([got.header], [report.header]);
  if (cells) tell(`header ${cells}`);
  const rows =
    report.reportId === 'S1MIG-009'
      ? comparePriorities(got.rows, report.rows)
      : firstDifference(got.rows, report.rows);
  if (rows) tell(rows);
  return differences;
}

/** Equal totals may stand in any order (R30), the ordinals are 1..n. */
function comparePriorities(got: string[][], want: string[][]): string | null {
  const ordinals = firstDifference(
    got.map((row) => [row[1]!]),
    got.map((_, at) => [String(at + 1)]),
  );
  if (ordinals) return `ordinals: ${ordinals}`;
  const total = (row: string[]): number => Number(row[2]) + Number(row[4]);
  if (got.some((row, at) => at > 0 && total(row) > total(got[at - 1]!))) return 'totals do not descend';
  const normal = (rows: string[][]): string[][] =>
    rows
      .map(([type, , ...rest]) => [type!, ...rest])
      .sort((a, b) =>
        compareKeys([-(Number(a[1]) + Number(a[3])), ...a], [-(Number(b[1]) + Number(b[3])), ...b]),
      );
  return firstDifference(normal(got), normal(want));
}

function firstDifference(got: string[][], want: string[][]): string | null {
  for (const [line, row] of want.entries()) {
    const other = got[line];
    if (!other) break;
    for (const [column, cell] of row.entries()) {
      if (cell === other[column]) continue;
      const place = `row ${line + 1} column ${column + 1}`;
      return `${place}: got ${JSON.stringify(other[column])}, expected ${JSON.stringify(cell)} in ${row.join(',').slice(0, 300)}`;
    }
    if (other.length !== row.length)
      return `row ${line + 1}: ${other.length} columns, expected ${row.length}`;
  }
  if (got.length === want.length) return null;
  const odd = (got.length > want.length ? got : want)[Math.min(got.length, want.length)]!;
  return `${got.length} rows, expected ${want.length}; the first too ${got.length > want.length ? 'many' : 'few'}: ${odd.join(',').slice(0, 300)}`;
}

/**
 * S1MIG-010: the issues together tell every MAVR file once, each in one issue, every issue in its order (fine print 5).
 * Which files share an issue is free, so each issue is explained by some of the files not told yet.
 */
function compareResponses(issues: Delivered[], responses: ExpectedResponses): string[] {
  const differences: string[] = [];
  const tell = (text: string): void => void differences.push(`S1MIG-010 ${responses.userId}: ${text}`);
  const ordered = [...issues].sort((a, b) => a.sequence - b.sequence);
  for (const issue of ordered) {
    const header = ['00', 'S1MIG-010', responses.userId, String(issue.sequence), responses.title, '*'];
    const cells = firstDifference([issue.header], [header]);
    if (cells) tell(`header of number ${issue.sequence} ${cells}`);
    if (issue.folder !== responses.folder) tell(`folder ${issue.folder}, expected ${responses.folder}`);
    if (issue.signifier !== responses.signifier)
      tell(`signifier ${issue.signifier}, expected ${responses.signifier}`);
  }
  const text = (row: string[]): string => JSON.stringify(row);
  const got = ordered.flatMap((issue) => issue.rows.map(text)).sort();
  const want = responses.told.flatMap((file) => file.rows.map((row) => text(row.cells))).sort();
  const missing = without(want, got);
  const extra = without(got, want);
  if (missing.length > 0) tell(`${missing.length} rows missing: ${missing[0]}`);
  if (extra.length > 0) tell(`${extra.length} rows unexpected: ${extra[0]}`);
  if (missing.length + extra.length === 0 && !explained(ordered, responses.told)) {
    tell('the rows of some MAVR file are apart, or out of order');
  }
  return differences;
}

function without(all: string[], other: string[]): string[] {
  const left = new Map<string, number>();
  for (const one of other) left.set(one, (left.get(one) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

type Told = ExpectedResponses['told'];

/** Takes the issues one by one, trying which of the files left make up the next. */
function explained([issue, ...others]: Delivered[], files: Told): boolean {
  if (!issue) return files.length === 0;
  const wanted = issue.rows.map((row) => JSON.stringify(row));
  return subsets(files, wanted).some((subset) => {
    const rows = subset.flatMap((file) => file.rows).sort((a, b) => compareKeys(a.order, b.order));
    const same = rows.every((row, at) => JSON.stringify(row.cells) === wanted[at]);
    return (
      same &&
      explained(
        others,
        files.filter((file) => !subset.includes(file)),
      )
    );
  });
}

/** The sets of files that together have exactly these rows (in any order). */
function subsets(files: Told, wanted: string[]): Told[] {
  if (wanted.length === 0) return [[]];
  const found: Told[] = [];
  for (const [at, file] of files.entries()) {
    const rows = file.rows.map((row) => JSON.stringify(row.cells));
    const left = without(wanted, rows);
    if (left.length !== wanted.length - rows.length) continue;
    for (const rest of subsets(files.slice(at + 1), left)) found.push([file, ...rest]);
    if (found.length > 50) break;
  }
  return found;
}
