import { quantity } from '../console/quantity';
import type { Terminal } from '../console/terminal';
import type { FileVerdict, RecordVerdict } from './file-verdict';

/** Totals, then every file and record that was not loaded, with its reason. */
export function tellFiles(terminal: Terminal, verdicts: readonly FileVerdict[]): void {
  const inState = (state: FileVerdict['state']): FileVerdict[] =>
    verdicts.filter((verdict) => verdict.state === state);
  const [accepted, rejected, duplicate] = [inState('accepted'), inState('rejected'), inState('duplicate')];
  terminal.print(
    `Files: ${accepted.length} loaded, ${rejected.length} rejected, ${quantity(duplicate.length, 'duplicate')}`,
  );
  for (const { path, code, reason } of [...rejected, ...duplicate]) {
    terminal.print(shown(`  ${path}: ${[code, reason].filter((part) => part !== null).join(': ')}`));
  }
  const withProblems = accepted.filter(({ problems }) => problems.length > 0);
  const setAside = withProblems.reduce((sum, { problems }) => sum + problems.length, 0);
  if (setAside === 0) return;
  terminal.print(`Set aside: ${quantity(setAside, 'record')} of ${quantity(withProblems.length, 'file')}`);
  for (const { path, problems } of withProblems) {
    for (const problem of problems) terminal.print(shown(`  ${path}, ${recordLine(problem)}`));
  }
}

/**
 * File names and values come from outside: what would steer the terminal, break the line or turn the direction of writing
 * is written as an escape.
 */
function shown(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

function recordLine({ record, field, code, value, reason }: RecordVerdict): string {
  return `record ${record}, ${field}${value === null ? '' : ` ${JSON.stringify(value)}`}: ${code}: ${reason}`;
}

/** The verdict as `--json` prints it. */
export function fileAsJson({ path, state, code, problems }: FileVerdict): object {
  return {
    path,
    state,
    code,
    problems: problems.map(({ record, field, code: why }) => ({ record, field, code: why })),
  };
}

export function isAnyRejected(verdicts: readonly FileVerdict[]): boolean {
  return verdicts.some(({ state }) => state === 'rejected');
}
