import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UsageError } from '../usage.error';
import { type InputFile, inputFilesBelow } from './input-file';

/**
 * The files that the user names, folders with all that is in them. One folder's files are known by their path in it;
 * of several arguments each gives its own name to what it brings.
 */
export async function namedInputs(paths: readonly string[]): Promise<InputFile[]> {
  const inputs: InputFile[] = [];
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new UsageError(`There is no file or folder ${resolve(path)}`);
    const name = basename(resolve(path));
    if (found.isFile()) {
      inputs.push({ path: name, source: resolve(path), bytes: found.size });
      continue;
    }
    // A pipe would be waited for, a device be read without end.
    if (!found.isDirectory()) throw new UsageError(`${resolve(path)} is neither a file nor a folder`);
    const prefix = paths.length > 1 ? `${name}/` : '';
    for (const file of await inputFilesBelow(path)) inputs.push({ ...file, path: prefix + file.path });
  }
  const seen = new Set<string>();
  for (const { path } of inputs) {
    if (seen.has(path))
      throw new UsageError(`Two of the files would be known as ${path}: ingest them one after the other`);
    seen.add(path);
  }
  return inputs;
}
