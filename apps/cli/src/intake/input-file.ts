import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

export interface InputFile {
  /** Below the folder that was given, joined by `/`: the name that the product and the user know it by. */
  readonly path: string;
  /** Where the bytes are. */
  readonly source: string;
  readonly bytes: number;
}

/**
 * All files below a folder, by code points of their paths: the order decides which of two conflicting files stays.
 * Files (not folders) whose names begin with `.` are left out (fine print 34). A link is followed if it names a file
 * of the same folder tree; every other link is left out, so that a delivery cannot name files of this machine.
 */
export async function inputFilesBelow(folder: string): Promise<InputFile[]> {
  const root = await realpath(folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => !entry.name.startsWith('.') && !entry.isDirectory())
      .map(async (entry) => inputFile(root, join(entry.parentPath, entry.name))),
  );
  return files.filter((file) => file !== undefined).toSorted(byPath);
}

async function inputFile(root: string, source: string): Promise<InputFile | undefined> {
  const target = await realpath(source).catch(() => undefined); // a link that leads nowhere
  if (target === undefined || !target.startsWith(root + sep)) return undefined;
  const found = await stat(target);
  if (!found.isFile()) return undefined;
  return { path: source.slice(root.length + 1).replaceAll(sep, '/'), source, bytes: found.size };
}

/** The order of UTF-8 bytes is that of code points; JavaScript's own order of strings is not. */
function byPath(left: InputFile, right: InputFile): number {
  return Buffer.compare(Buffer.from(left.path), Buffer.from(right.path));
}
