import { copiedStart } from './record-problem';

/** Why a whole file is refused. Closed vocabulary: operators, metrics and the conformance judge match on it. */
export type FileRejectionCode =
  'FILE_NAME' | 'ENCODING' | 'MALFORMED' | 'DOCTYPE' | 'SCHEMA' | 'HEADER' | 'COUNT_MISMATCH' | 'TOO_LARGE';

const MAX_MESSAGE_LENGTH = 300;

/** Where in the file and on which value the reader stopped; only what is known is set. */
export interface RejectionDetails {
  /** Line, from 1. */
  readonly line?: number;
  /** Last character read in that line, from 1, in UTF-16 units. */
  readonly column?: number;
  /** Position of the record in the file, from 1; absent before the first record. */
  readonly record?: number;
  readonly field?: string;
  /** The offending value, cut to a printable length. Never the content of a discarded element. */
  readonly value?: string | null;
}

/**
 * The whole file is refused and nothing of it may stay behind: whoever consumes the reader rolls back.
 * The message never repeats a value of the file, so it may be logged; `value` may not (it can be an MPAN). Names of
 * elements do stand in it, and a hostile one is long: the message is cut.
 */
export class FileRejectedError extends Error {
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly record: number | undefined;
  readonly field: string | undefined;
  readonly value: string | null | undefined;

  constructor(
    readonly code: FileRejectionCode,
    message: string,
    details: RejectionDetails = {},
  ) {
    super(shownMessage(message));
    this.name = 'FileRejectedError';
    this.line = details.line;
    this.column = details.column;
    this.record = details.record;
    this.field = details.field;
    this.value = details.value;
  }
}

function shownMessage(message: string): string {
  return message.length > MAX_MESSAGE_LENGTH ? `${copiedStart(message, MAX_MESSAGE_LENGTH)}…` : message;
}
