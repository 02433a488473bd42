import { createHash } from 'node:crypto';
import { FileRejected } from './faults';
import { Readable, readFile } from './load-file';
import { inputName } from './naming';
import { Problem } from './read-file';
import { Loaded, nothingLoaded } from './records';

export interface InputFile {
  /** relative, `/` between folders */
  path: string;
  bytes: Buffer;
}

export interface FileState {
  path: string;
  state: 'accepted' | 'rejected' | 'duplicate';
  code: string | null;
  problems: Problem[];
  sha256: string;
  /** business key, null if the file is no good by itself */
  key: string | null;
  /** good by itself: which of several equal files comes first is not told by the spec */
  acceptable: boolean;
  /** the code with which it is rejected by itself */
  alone: string | null;
}

/** Takes the files in the order given; files whose names begin with `.` are ignored (fine print 34). */
export function loadFiles(files: InputFile[]): { loaded: Loaded; states: FileState[] } {
  const loaded = nothingLoaded();
  const states: FileState[] = [];
  const acceptedBytes = new Set<string>();
  const keys = new Set<string>();
  for (const file of files) {
    const baseName = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (baseName.startsWith('.')) continue;
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    const read = readAlone(file, baseName);
    const key = 'rejected' in read ? null : read.key;
    const alone = 'rejected' in read ? read.rejected : null;
    const state: FileState = {
      path: file.path,
      state: 'accepted',
      code: null,
      problems: [],
      sha256,
      key,
      acceptable: key !== null,
      alone,
    };
    states.push(state);
    // Only bytes of an accepted file make a duplicate, under any name (fine print 30).
    if (acceptedBytes.has(sha256)) {
      state.state = 'duplicate';
      state.code = 'DUPLICATE_FILE';
    } else if ('rejected' in read) {
      state.state = 'rejected';
      state.code = alone;
    } else if (keys.has(read.key)) {
      state.state = 'rejected';
      state.code = 'KEY_CONFLICT';
    } else {
      keys.add(read.key);
      acceptedBytes.add(sha256);
      state.problems = read.problems;
      read.loadInto(loaded);
    }
  }
  setAsideAcrossFiles(loaded, states);
  return { loaded, states };
}

function readAlone(file: InputFile, baseName: string): Readable | { rejected: string; key?: never } {
  try {
    return readFile(inputName(baseName), file.path, decode(file.bytes));
  } catch (error) {
    if (error instanceof FileRejected) return { rejected: error.code };
    throw error;
  }
}

/** UTF-8; a BOM is tolerated. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileRejected('ENCODING');
  }
}

/** Rules that need a second file: they hold whatever the order of arrival. */
function setAsideAcrossFiles(loaded: Loaded, states: FileState[]): void {
  const stateOf = new Map(states.map((state) => [state.path, state]));
  const setAside = (path: string, problem: Problem): false => {
    stateOf.get(path)!.problems.push(problem);
    return false;
  };

  // A COF record for an installation that is not to be commissioned by the DCC.
  const common = new Map(loaded.common.map((record) => [record.key, record]));
  loaded.outcomes = loaded.outcomes.filter((outcome) => {
    const notExpected = outcome.kind === 'COF' && common.get(outcome.key)?.toBeCommissionedByDcc === false;
    return (
      !notExpected ||
      setAside(outcome.path, { record: outcome.record, field: null, code: 'COF_NOT_EXPECTED' })
    );
  });

  // Fine print 26: a filled MPxN that the MA record does not have, or has otherwise.
  const authorisations = new Map(loaded.authorisations.map((ma) => [`${ma.file} ${ma.record}`, ma]));
  const agrees = (told: (typeof loaded.responses)[number] | (typeof loaded.completions)[number]): boolean => {
    const ma = authorisations.get(`${told.maFile} ${told.maRecord}`);
    if (!ma) return true; // parked
    const field = contradicts(told.mpan, ma.mpan)
      ? 'ImportMPAN'
      : contradicts(told.mprn, ma.mprn)
        ? 'MPRN'
        : null;
    return field === null || setAside(told.path, { record: told.record, field, code: 'FIELD' });
  };
  loaded.responses = loaded.responses.filter(agrees);
  loaded.completions = loaded.completions.filter(agrees);
  for (const state of states) state.problems.sort((a, b) => a.record - b.record);
}

function contradicts(told: string | null, authorised: string | null): boolean {
  return told !== null && told !== authorised;
}
