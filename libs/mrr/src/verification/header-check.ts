import { formatDateTime, parseDate } from '../calendar/utc-format';
import { checkRow } from '../report-definitions/check-row';
import type { ReportDefinition } from '../report-definitions/report-definition';
import type { NamedFile } from './delivered-file';
import type { FindingLog } from './finding-log';
import type { CsvRow } from './read-rows';
import { brokenHeaderRules } from './row-rules';

const MONDAY = 1;
const SUNDAY = 0;

/** Checks the `00` row by itself and against the file's name. */
export function checkHeader(
  definition: ReportDefinition,
  named: NamedFile,
  row: CsvRow,
  log: FindingLog,
): void {
  const place = { file: named.file.path, line: row.line };
  const violations = checkRow(definition.header, row.values);
  for (const { code, message, column } of violations) {
    log.add(code, message, { ...place, column });
  }
  if (violations.length > 0) {
    return;
  }
  const { report, userId, sequence, createdAt } = named.name;
  const expected: readonly [number, string][] = [
    [2, report],
    [3, userId],
    [4, String(sequence)],
    [6, formatDateTime(createdAt)],
  ];
  for (const [column, value] of expected) {
    if (row.values[column - 1] !== value) {
      const message = `${row.values[column - 1]} contradicts the file name (${value})`;
      log.add('HEADER_MISMATCH', message, { ...place, column });
    }
  }
  const period = periodProblem(definition, row.values[6] ?? '');
  if (period !== null) {
    log.add('HEADER_PERIOD', period, { ...place, column: 7 });
  }
  for (const message of brokenHeaderRules(report, row.values)) {
    log.add('ROW_RULE', message, place);
  }
}

/** A weekly report speaks of whole weeks, and a snapshot of the last second of a day (R19, R24, R28, R29). */
function periodProblem({ period, header }: ReportDefinition, applicable: string): string | null {
  if (period === 'none') {
    return null;
  }
  const isInstant = header[6]?.type === 'DateTime';
  if (isInstant && !applicable.endsWith('T235959')) {
    return `${applicable} is not 23:59:59 of a day`;
  }
  const weekday = parseDate(applicable.slice(0, 8))?.getUTCDay();
  if (period === 'previous-day') {
    return null;
  }
  if (isInstant) {
    return weekday === SUNDAY ? null : `${applicable} is no Sunday`;
  }
  return weekday === MONDAY ? null : `${applicable} is no Monday`;
}
