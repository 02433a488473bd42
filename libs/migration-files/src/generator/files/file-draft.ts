import type { Instant } from '../instant';

/** A file that is decided but not written: its bytes are made only when it is handed out, so that a day fits in memory. */
export interface FileDraft {
  readonly name: string;
  readonly createdAt: Instant;
  render(): Buffer;
}
