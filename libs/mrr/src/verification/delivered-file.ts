import { parseReportFileName, type ReportFileName } from '../file-naming';

/** A file as a recipient holds it. Only `open` may read it, and reads it once. */
export interface DeliveredFile {
  /** Folder and name, joined by `/`. */
  readonly path: string;
  open(): AsyncIterable<Uint8Array>;
}

/** A delivered file whose name is in order. */
export interface NamedFile {
  readonly file: DeliveredFile;
  readonly folder: string;
  readonly name: ReportFileName;
}

export function namedFile(file: DeliveredFile): NamedFile | null {
  const cut = file.path.lastIndexOf('/');
  const name = parseReportFileName(file.path.slice(cut + 1));
  return name === null ? null : { file, folder: file.path.slice(0, Math.max(cut, 0)), name };
}
