/** `error`: the file or the series breaks the regime. `warning`: worth a question, but may have a good reason. */
export type Severity = 'error' | 'warning';

export type FindingCode =
  | 'FILE_NAME'
  | 'FOLDER_MIXED'
  | 'SEQUENCE_GAP'
  | 'SEQUENCE_REPEATED'
  | 'CREATION_ORDER'
  | 'EMPTY_FILE'
  | 'ENCODING'
  | 'BOM'
  | 'CSV_MALFORMED'
  | 'LINE_END'
  | 'QUOTING'
  | 'HEADER_MISMATCH'
  | 'HEADER_PERIOD'
  | 'COLUMN_COUNT'
  | 'MISSING'
  | 'TYPE'
  | 'LENGTH'
  | 'VALUE'
  | 'NO_ROWS'
  | 'ROW_RULE'
  | 'ROW_ORDER'
  | 'ROW_REPEATED'
  | 'ISSUE_REPEATED'
  | 'RECIPIENT'
  | 'TOTAL_MISMATCH';

/** One objection to what was delivered. */
export interface Finding {
  /** Path as given; null when the finding concerns no single file. */
  readonly file: string | null;
  /** From 1, the header being line 1. */
  readonly line: number | null;
  /** Column of the report, from 1. */
  readonly column: number | null;
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
}
