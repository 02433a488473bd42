/** One record that is set aside, and why: codes as in the table of bad and odd files. */
export interface ExpectedProblem {
  /** From 1, in the order of the file. */
  readonly record: number;
  /** Name of the column or element. */
  readonly field: string;
  readonly code: string;
}

/** What the product must say about a file. */
export interface ExpectedVerdict {
  readonly state: 'accepted' | 'rejected' | 'duplicate';
  /** Reason of a rejected or duplicate file, else null. */
  readonly code: string | null;
  /** Records set aside; the others load. */
  readonly problems: readonly ExpectedProblem[];
  /** Records that wait for a parent that never comes. */
  readonly parked: number;
  /** `reading` needs the file alone, `loading` also what was loaded before it. */
  readonly decidedBy: 'reading' | 'loading';
}

/** A sample file as it reaches the application. */
export interface GeneratedFile {
  readonly name: string;
  /** A folder below the output folder, for names that occur twice. */
  readonly folder?: string;
  /** Creation time in its header, `YYYY-MM-DDThh:mm:ssZ`. */
  readonly createdAt: string;
  /** Never before `createdAt`; late files arrive days after it. */
  readonly arrivedAt: string;
  readonly content: Buffer | AsyncIterable<Buffer>;
  /** Present on hostile files only; all others are accepted without problems. */
  readonly expected?: ExpectedVerdict;
}
