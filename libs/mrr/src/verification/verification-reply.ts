import type { Finding, Severity } from './finding';
import { rangeText, type SeriesSummary } from './series-check';
import type { VerificationResult } from './verify-reports';

/** The result as plain text that a recipient can send to the DCC as it stands. */
export function verificationReply(result: VerificationResult): string {
  const errors = withSeverity(result, 'error');
  const warnings = withSeverity(result, 'warning');
  const lines = [
    `Check of ${quantity(result.files, 'report file')} with ${quantity(result.rows, 'detail row')}`,
    `Result: ${verdict(errors.length, warnings.length)}`,
    '',
    'Received:',
    ...result.series.map(seriesLine),
    ...section('Please correct or explain:', errors),
    ...section('Please confirm:', warnings),
  ];
  return `${lines.join('\n')}\n`;
}

function withSeverity({ findings }: VerificationResult, severity: Severity): Finding[] {
  return findings.filter((finding) => finding.severity === severity);
}

function verdict(errors: number, warnings: number): string {
  if (errors + warnings === 0) {
    return 'no objection';
  }
  return `${quantity(errors, 'error')}, ${quantity(warnings, 'warning')}`;
}

function seriesLine(series: SeriesSummary): string {
  const { report, partySignifier, userId, issues, firstNumber, lastNumber, missing, rows } = series;
  const gaps = missing.length === 0 ? '' : `; missing ${missing.map(rangeText).join(', ')}`;
  return `  ${report} ${partySignifier} ${userId}: ${quantity(issues, 'issue')}, ${firstNumber} to ${lastNumber}, ${quantity(rows, 'row')}${gaps}`;
}

function section(title: string, findings: readonly Finding[]): string[] {
  return findings.length === 0 ? [] : ['', title, ...findings.map(findingLine)];
}

function findingLine({ file, line, column, code, message }: Finding): string {
  const place = [
    file,
    line === null ? null : `line ${line}`,
    column === null ? null : `column ${column}`,
  ].filter((part) => part !== null);
  return `  ${code} ${place.join(', ')}: ${message}`;
}

function quantity(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
