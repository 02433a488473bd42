import { constants } from 'node:fs';
import { lstat, open, opendir, type FileHandle } from 'node:fs/promises';
import { sep } from 'node:path';

/** What lies in the inbox under one name. */
export interface InboxEntry {
  /** Below the inbox, joined by `/`. What is not UTF-8 in it is replaced, so that the name matches no pattern. */
  readonly label: string;
  /** Where it is, byte for byte. */
  readonly path: Buffer;
  /** Null: neither file nor folder (a link, a pipe, a device), which is never opened. */
  readonly state: string | null;
}

const DOT = '.'.charCodeAt(0);

/** Writers may not lead the reader elsewhere by a link, nor hold it by a pipe that nobody writes to. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * All entries of the inbox and its folders, in no order; files whose names begin with `.` are left out (fine print 34).
 * Links are not followed. What vanishes meanwhile is left out.
 */
export async function* inboxEntries(inboxDir: string): AsyncGenerator<InboxEntry> {
  yield* entriesOf(Buffer.from(inboxDir), '');
}

async function* entriesOf(folder: Buffer, prefix: string): AsyncGenerator<InboxEntry> {
  // Paths are bytes: Node hands names out as text, and one that is not UTF-8 could not be found again by it.
  const entries = await opendir(folder as unknown as string, { encoding: 'buffer' as BufferEncoding });
  for await (const entry of entries) {
    const name = entry.name as unknown as Buffer;
    const path = Buffer.concat([folder, Buffer.from(sep), name]);
    const label = prefix + name.toString();
    if (entry.isDirectory()) {
      yield* entriesOf(path, `${label}/`);
    } else if (name[0] !== DOT) {
      const found = await lstat(path).catch(() => null);
      if (found !== null) yield { label, path, state: found.isFile() ? stateOf(found) : null };
    }
  }
}

/**
 * Opens a file if it still is what was seen.
 *
 * @returns null: it is gone or was written to since
 * @throws the system's error for a file that may not be read
 */
export async function openUnchanged({ path, state }: InboxEntry): Promise<FileHandle | null> {
  const file = await open(path, OPEN_FLAGS).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ELOOP' || error.code === 'ENXIO') return null;
    throw error;
  });
  if (file === null) return null;
  const found = await file.stat();
  if (found.isFile() && stateOf(found) === state) return file;
  await file.close();
  return null;
}

/** Whether the entry lies there as it was seen. */
export async function isUnchanged({ path, state }: InboxEntry): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found !== null && found.isFile() && stateOf(found) === state;
}

/** Changes whenever the file is written to, and when another one takes its place. */
function stateOf(found: { dev: number; ino: number; size: number; mtimeMs: number }): string {
  return `${found.dev} ${found.ino} ${found.size} ${found.mtimeMs}`;
}

/** The size that is part of a state. */
export function sizeIn(state: string): number {
  return Number(state.split(' ')[2]);
}
