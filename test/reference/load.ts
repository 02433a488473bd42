import { createHash } from 'node:crypto';
import { FileRejected } from './faults';
import { readFile } from './load-file';
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
  /** of the bytes: which of several equal files came first is not told by the spec */
  sha256: string;
  /** business key of an accepted file, or the key it conflicted with */
  key: string | null;
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
    const state: FileState = {
      path: file.path,
      state: 'accepted',
      code: null,
      problems: [],
      sha256,
      key: null,
    };
    states.push(state);
    // Only bytes of an accepted file make a duplicate, under any name (fine print 30).
    if (acceptedBytes.has(sha256)) {
      state.state = 'duplicate';
      state.code = 'DUPLICATE_FILE';
      continue;
    }
    try {
      const readable = readFile(inputName(baseName), file.path, decode(file.bytes));
      state.key = readable.key;
      if (keys.has(readable.key)) throw new FileRejected('KEY_CONFLICT');
      keys.add(readable.key);
      acceptedBytes.add(sha256);
      state.problems = readable.problems;
      readable.loadInto(loaded);
    } catch (error) {
      if (!(error instanceof FileRejected)) throw error;
      state.state = 'rejected';
      state.code = error.code;
    }
  }
  setAsideAcrossFiles(loaded, states);
  return { loaded, states };
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
