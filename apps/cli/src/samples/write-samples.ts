import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type ExpectedVerdict,
  type GeneratedFile,
  generateSampleFiles,
  type SampleOptions,
} from '@app/migration-files';

export interface WrittenSamples {
  readonly files: number;
  readonly bytes: number;
  /** Verdicts on the hostile files; all others are accepted whole. */
  readonly expected: readonly (Pick<ExpectedVerdict, 'state' | 'code' | 'problems'> & {
    readonly path: string;
  })[];
}

/**
 * Writes sample files, one folder per day of arrival: files are loaded in the order of their paths, which then is
 * that of their days.
 */
export async function writeSamples(
  options: SampleOptions,
  folder: string,
  signal: AbortSignal,
): Promise<WrittenSamples> {
  const written = { files: 0, bytes: 0, expected: [] as WrittenSamples['expected'][number][] };
  const folders = new Set<string>();
  for (const file of generateSampleFiles(options)) {
    signal.throwIfAborted();
    const below = [file.arrivedAt.slice(0, 10), ...(file.folder === undefined ? [] : [file.folder])];
    const path = [...below, file.name].join('/');
    const target = join(folder, ...below);
    if (!folders.has(target)) await mkdir(target, { recursive: true });
    folders.add(target);
    written.bytes += await writeContent(join(target, file.name), file.content);
    written.files += 1;
    if (file.expected === undefined) continue;
    const { state, code, problems } = file.expected;
    written.expected.push({ path, state, code, problems });
  }
  return written;
}

/** Returns the number of bytes. */
export async function writeContent(path: string, content: GeneratedFile['content']): Promise<number> {
  if (Buffer.isBuffer(content)) {
    await writeFile(path, content);
    return content.length;
  }
  const file = createWriteStream(path);
  await pipeline(Readable.from(content), file);
  return file.bytesWritten;
}
