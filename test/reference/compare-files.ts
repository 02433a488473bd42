import { FileState } from './load';
import { groupBy } from './orders';

/** What `batch --json` prints about a file; `code` and `problems` may be absent. */
export interface PrintedFile {
  path: string;
  state: string;
  code?: string | null;
  problems?: { record: number; field?: string | null; code: string }[];
}

/**
 * The differences between the printed file states and the model's. Of several files with the same bytes, or with the
 * same key, any may have come first.
 */
export function compareFileStates(printed: PrintedFile[], expected: FileState[]): string[] {
  const differences: string[] = [];
  const got = new Map(printed.map((file) => [file.path, file]));
  for (const { path } of expected) if (!got.has(path)) differences.push(`${path}: not printed`);
  const known = new Set(expected.map(({ path }) => path));
  for (const { path } of printed) if (!known.has(path)) differences.push(`${path}: should not be printed`);
  for (const group of groupsOf(expected)) {
    const present = group.filter(({ path }) => got.has(path));
    differences.push(
      ...compareGroup(
        present,
        present.map(({ path }) => got.get(path)!),
      ),
    );
  }
  return differences;
}

/** Files that compete with each other: equal bytes or equal keys. */
function groupsOf(expected: FileState[]): FileState[][] {
  const byKey = groupBy(expected, (file) => file.key ?? `sha256 ${file.sha256}`);
  const keyOfBytes = new Map(
    expected.filter(({ key }) => key !== null).map(({ sha256, key }) => [sha256, key!]),
  );
  const groups = new Map<string, FileState[]>();
  for (const files of byKey.values()) {
    for (const file of files) {
      const name = keyOfBytes.get(file.sha256) ?? `sha256 ${file.sha256}`;
      groups.set(name, [...(groups.get(name) ?? []), file]);
    }
  }
  return [...groups.values()];
}

function compareGroup(group: FileState[], printed: PrintedFile[]): string[] {
  const differences: string[] = [];
  const accepted = group.filter(({ state }) => state === 'accepted');
  const problems = accepted[0]?.problems ?? [];
  const acceptedNow = printed.filter(({ state }) => state === 'accepted');
  if (acceptedNow.length !== accepted.length) {
    differences.push(
      `${group[0]!.path}: ${acceptedNow.length} of its group accepted, expected ${accepted.length}`,
    );
  }
  group.forEach((want, at) => {
    const got = printed[at]!;
    if (got.state === 'accepted' && want.acceptable) {
      differences.push(...compareProblems(want.path, got.problems ?? [], problems));
      return;
    }
    const verdict = `${got.state} ${got.code ?? ''}`.trim();
    const allowed = allowedVerdicts(want, group);
    if (!allowed.includes(verdict))
      differences.push(`${want.path}: ${verdict}, expected ${allowed.join(' or ')}`);
  });
  return differences;
}

/** What the file may be when it is not the one of its group that is accepted. */
function allowedVerdicts(want: FileState, group: FileState[]): string[] {
  if (group.length === 1) return [`${want.state} ${want.code ?? ''}`.trim()];
  const twins = group.filter((other) => other !== want && other.sha256 === want.sha256 && other.acceptable);
  const rivals = group.filter((other) => other.sha256 !== want.sha256 && other.acceptable);
  const allowed = want.acceptable ? [] : [`rejected ${want.alone}`];
  if (twins.length > 0) allowed.push('duplicate DUPLICATE_FILE');
  if (want.acceptable && rivals.length > 0) allowed.push('rejected KEY_CONFLICT');
  return allowed;
}

function compareProblems(
  path: string,
  got: NonNullable<PrintedFile['problems']>,
  want: FileState['problems'],
): string[] {
  const differences: string[] = [];
  const found = new Map(got.map((problem) => [problem.record, problem]));
  if (found.size !== got.length) differences.push(`${path}: a record is told twice`);
  for (const { record, field, code } of want) {
    const problem = found.get(record);
    found.delete(record);
    if (!problem)
      differences.push(`${path} record ${record}: not set aside, expected ${code} ${field ?? ''}`);
    else if (problem.code !== code)
      differences.push(`${path} record ${record}: ${problem.code}, expected ${code} ${field ?? ''}`);
    else if (field !== null && problem.field !== field) {
      differences.push(`${path} record ${record}: field ${problem.field}, expected ${field}`);
    }
  }
  for (const { record, code } of found.values())
    differences.push(`${path} record ${record}: set aside (${code}), expected not`);
  return differences;
}
