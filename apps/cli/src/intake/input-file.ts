import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';

const DOT = '.'.charCodeAt(0);

export interface InputFile {
  /** Below the folder that was given, joined by `/`: the name that the product and the user know it by. */
  readonly path: string;
  /** Where the bytes are. */
  readonly source: string | Buffer;
  readonly bytes: number;
}

/**
 * All files below a folder, by code points of their paths: the order decides which of two conflicting files stays.
 * Files (not folders) whose names begin with `.` are left out (fine print 34). A link is followed if it names a file
 * of the same folder tree; every other link is left out, so that a delivery cannot name files of this machine.
 */
export async function inputFilesBelow(folder: string): Promise<InputFile[]> {
  const root = await realpath(folder);
  const files: InputFile[] = [];
  await collect(root, Buffer.from(root), files);
  return files.toSorted(byPath);
}

/** Paths are bytes here: a name that is not UTF-8 must be refused by the product, not be passed over. */
async function collect(root: string, folder: Buffer, files: InputFile[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const source = Buffer.concat([folder, Buffer.from(sep), entry.name]);
    if (entry.isDirectory()) {
      await collect(root, source, files);
    } else if (entry.name[0] !== DOT) {
      const bytes = await sizeOf(root, source);
      const path = source
        .toString('utf8')
        .slice(root.length + 1)
        .replaceAll(sep, '/');
      if (bytes !== undefined) files.push({ path, source, bytes });
    }
  }
}

/** Undefined for what is no file, and for a link that leads nowhere or out of the folder. */
async function sizeOf(root: string, source: Buffer): Promise<number | undefined> {
  if ((await lstat(source)).isSymbolicLink()) {
    const target = await realpath(source).catch(() => '');
    if (!target.startsWith(root + sep)) return undefined;
  }
  const found = await stat(source);
  return found.isFile() ? found.size : undefined;
}

/** The order of UTF-8 bytes is that of code points; JavaScript's own order of strings is not. */
function byPath(left: InputFile, right: InputFile): number {
  return Buffer.compare(Buffer.from(left.path), Buffer.from(right.path));
}
