import type { FileKind } from '../file-kind';

/** What every file says about itself, whatever its kind. */
export interface Header<K extends FileKind> {
  readonly kind: K;
  /** Event time of the file, `YYYY-MM-DDThh:mm:ssZ`: the creation, issue or response time of its header. */
  readonly createdAt: string;
  /** Two files with the same key and other bytes conflict; unique over all kinds. */
  readonly businessKey: string;
  /** Whose counter `counter` is, per file kind; null if the kind has none. */
  readonly originator: string | null;
  /** A jump in an originator's counter is shown as a gap. */
  readonly counter: number | null;
  /** Records as announced. */
  readonly recordCount: number;
}

/** A counter as file names and references write it: 6 digits. */
export function sixDigits(counter: number): string {
  return String(counter).padStart(6, '0');
}
