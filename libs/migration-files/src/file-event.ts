import type { FileHeader, FileRecord } from './kinds/contents';
import type { RecordProblem } from './record-problem';

/** What the reader tells of a file: first its header, then for each record what was read or what is wrong with it. */
export type FileEvent =
  | { readonly type: 'header'; readonly header: FileHeader }
  | {
      readonly type: 'record';
      /** Position in the file, from 1. */
      readonly recordNumber: number;
      readonly record: FileRecord;
    }
  /** Follows its record if it is a warning; stands instead of it otherwise. */
  | { readonly type: 'problem'; readonly problem: RecordProblem };
