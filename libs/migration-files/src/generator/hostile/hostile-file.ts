import type { FileDraft } from '../files/file-draft';
import type { ExpectedProblem, ExpectedVerdict } from '../generated-file';
import type { Instant } from '../instant';

export interface HostileFile {
  readonly name: string;
  readonly folder?: string;
  readonly createdAt: Instant;
  readonly content: Buffer;
  readonly expected: ExpectedVerdict;
}

/** The same file with its text changed. */
export function changed(draft: FileDraft, change: (text: string) => string): FileDraft {
  const original = draft.render().toString('utf8');
  const text = change(original);
  if (text === original) throw new Error(`The change to ${draft.name} changes nothing`);
  return { ...draft, render: () => Buffer.from(text, 'utf8') };
}

export function accepted(draft: FileDraft): HostileFile {
  return hostile(draft, {});
}

export function rejected(draft: FileDraft, code: string): HostileFile {
  return hostile(draft, { state: 'rejected', code });
}

/** Accepted, with these records set aside. */
export function withProblems(draft: FileDraft, ...problems: ExpectedProblem[]): HostileFile {
  return hostile(draft, { problems });
}

/** Accepted, all of its `records` waiting for their parent. */
export function parked(draft: FileDraft, records: number): HostileFile {
  return hostile(draft, { parked: records, decidedBy: 'loading' });
}

export function hostile(draft: FileDraft, expected: Partial<ExpectedVerdict>, folder?: string): HostileFile {
  return {
    name: draft.name,
    ...(folder === undefined ? {} : { folder }),
    createdAt: draft.createdAt,
    content: draft.render(),
    expected: { state: 'accepted', code: null, problems: [], parked: 0, decidedBy: 'reading', ...expected },
  };
}
