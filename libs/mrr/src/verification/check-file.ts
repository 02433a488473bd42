import { checkRow } from '../report-definitions/check-row';
import { reportDefinition } from '../report-definitions/all-reports';
import type { ReportDefinition } from '../report-definitions/report-definition';
import type { CrossReportTotals } from './cross-report-totals';
import type { NamedFile } from './delivered-file';
import type { Severity } from './finding';
import type { FindingLog } from './finding-log';
import { checkHeader } from './header-check';
import { readRows, type CsvRow } from './read-rows';
import { RepeatCheck } from './repeat-check';
import type { ReportedSubjects } from './reported-subjects';
import { compareRows } from './row-order';
import { brokenRowCountRule, brokenRowRules } from './row-rules';

/** What is known about one recipient while its files are read. */
export interface RecipientState {
  readonly subjects: ReportedSubjects;
  readonly totals: CrossReportTotals;
}

export interface CheckedFile {
  readonly rows: number;
  /** Header column 7, where the report has a period and the header could be read. */
  readonly applicable: string | null;
}

/** Reports whose second column names the supplier that receives them. */
const NAMES_ITS_RECIPIENT = ['S1MIG-004', 'S1MIG-006', 'S1MIG-007', 'S1MIG-008'];

/** Reads one file once, row by row, and tells `log` what is wrong with it. */
export async function checkFile(
  named: NamedFile,
  state: RecipientState,
  log: FindingLog,
  whenReissue: Severity,
): Promise<CheckedFile> {
  const definition = reportDefinition(named.name.report);
  const { path } = named.file;
  const repeats = new RepeatCheck(definition.id, path, state.subjects);
  const details = new DetailRows(definition, named, state, repeats, log);
  let header: readonly string[] | null = null;
  const rows = readRows(named.file.open(), (code, message, line) =>
    log.add(code, message, { file: path, ...(line === undefined ? {} : { line }) }),
  );
  for await (const row of rows) {
    for (const column of row.misquoted) {
      log.add('QUOTING', 'quotes stand exactly around fields that need them', {
        file: path,
        line: row.line,
        column,
      });
    }
    if (header === null) {
      header = row.values;
      checkHeader(definition, named, row, log);
      state.totals.startIssue(definition.id, header, path);
    } else {
      details.check(row, header);
    }
  }
  finishFile(definition, header, details.count, path, log);
  repeats.finish(log, whenReissue);
  const applicable = definition.period === 'none' ? null : (header?.[6] ?? null);
  return { rows: details.count, applicable };
}

function finishFile(
  definition: ReportDefinition,
  header: readonly string[] | null,
  rows: number,
  file: string,
  log: FindingLog,
): void {
  if (header === null) {
    log.add('EMPTY_FILE', 'the file has no header row', { file });
    return;
  }
  if (rows === 0 && !definition.mayBeHeaderOnly) {
    log.add('NO_ROWS', 'a report without rows is not issued (R17)', { file });
    return;
  }
  const message = brokenRowCountRule(definition.id, rows);
  if (message !== null) {
    log.add('ROW_RULE', message, { file });
  }
}

/** The `10` rows of one file, in the order in which they stand. */
class DetailRows {
  count = 0;
  private previous: readonly string[] | null = null;

  constructor(
    private readonly definition: ReportDefinition,
    private readonly named: NamedFile,
    private readonly state: RecipientState,
    private readonly repeats: RepeatCheck,
    private readonly log: FindingLog,
  ) {}

  check({ values, line }: CsvRow, header: readonly string[]): void {
    const place = { file: this.named.file.path, line };
    this.count += 1;
    const isNew = this.repeats.isNew(values, line);
    const violations = checkRow(this.definition.detail, values);
    for (const { code, message, column } of violations) {
      this.log.add(code, message, { ...place, column });
    }
    if (violations.length > 0) {
      // What follows reads the columns as what they should be.
      return;
    }
    for (const message of brokenRowRules(this.definition.id, {
      values,
      header,
      number: this.count,
      previous: this.previous,
    })) {
      this.log.add('ROW_RULE', message, place);
    }
    this.checkOrder(values, place);
    this.checkRecipient(values, place);
    if (isNew) {
      this.state.totals.addRow(this.definition.id, header, values);
    }
    this.previous = values;
  }

  private checkOrder(values: readonly string[], place: { file: string; line: number }): void {
    const { order } = this.definition;
    const compared = this.previous === null ? -1 : compareRows(this.definition, this.previous, values);
    if (compared > 0) {
      this.log.add('ROW_ORDER', `the rows are not in order: ${order.sentence}`, place);
    } else if (compared === 0 && order.unique) {
      this.log.add('ROW_REPEATED', `the row before has the same columns ${order.columns.join(', ')}`, place);
    }
  }

  private checkRecipient(values: readonly string[], place: { file: string; line: number }): void {
    const { userId } = this.named.name;
    if (NAMES_ITS_RECIPIENT.includes(this.definition.id) && values[1] !== userId) {
      this.log.add('RECIPIENT', 'the row names another supplier than its recipient', { ...place, column: 2 });
    }
  }
}
