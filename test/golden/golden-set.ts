import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { InputFile } from '../support/in-process-pipeline';

const MANIFEST = join(__dirname, 'manifest.txt');
/** Whole files, one per report: those that were reviewed by hand. */
const FILES = join(__dirname, 'files');
/** A file to review has at least two rows where the report has one that has. */
const ROWS_TO_REVIEW = 2;

/** `<rows> <sha256> <path>` per issued file, in the order of the paths. */
export function manifestOf(files: readonly InputFile[]): string {
  return files
    .map(
      ({ path, bytes }) => `${rowsOf(bytes)} ${createHash('sha256').update(bytes).digest('hex')} ${path}\n`,
    )
    .toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1))
    .join('');
}

export function readManifest(): Promise<string> {
  return readFile(MANIFEST, 'utf8');
}

export async function readReviewedFiles(): Promise<InputFile[]> {
  const entries = await readdir(FILES, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({ path: relative(FILES, path), bytes: await readFile(path) })),
  );
}

/** Writes the set anew; what changed is then for a person to review. */
export async function renew(files: readonly InputFile[]): Promise<void> {
  await writeFile(MANIFEST, manifestOf(files));
  await rm(FILES, { recursive: true, force: true });
  for (const { path, bytes } of filesToReview(files)) {
    await mkdir(dirname(join(FILES, path)), { recursive: true });
    await writeFile(join(FILES, path), bytes);
  }
}

/** Per report the file with the fewest rows that is still worth a look. */
function filesToReview(files: readonly InputFile[]): InputFile[] {
  const chosen = new Map<string, InputFile>();
  const weight = ({ bytes }: InputFile): number => {
    const rows = rowsOf(bytes);
    return rows >= ROWS_TO_REVIEW ? rows : 1_000_000 - rows;
  };
  for (const file of files.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    const report = /S1MIG-\d{3}/.exec(file.path)?.[0] ?? '';
    const best = chosen.get(report);
    if (!best || weight(file) < weight(best)) chosen.set(report, file);
  }
  return [...chosen.values()];
}

function rowsOf(bytes: Buffer): number {
  return parse(bytes, { relax_column_count: true }).length - 1;
}

function pathOf(line: string): string {
  return line.split(' ').slice(2).join(' ');
}
