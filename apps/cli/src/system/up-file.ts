import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './answers';

/** What a running `mrr up` tells the commands that are started beside it. Holds secrets. */
export interface UpFile {
  readonly pid: number;
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly ingestUrl: string;
  readonly ingestToken: string;
}

function pathOf(homeDir: string): string {
  return join(homeDir, 'up.json');
}

export function writeUpFile(homeDir: string, content: UpFile): void {
  const unfinished = `${pathOf(homeDir)}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, pathOf(homeDir));
}

export function removeUpFile(homeDir: string): void {
  rmSync(pathOf(homeDir), { force: true });
}

/** The system that `mrr up` runs on this home; undefined when there is none, or when it was killed. */
export async function runningUp(homeDir: string): Promise<UpFile | undefined> {
  let content: UpFile;
  try {
    content = JSON.parse(readFileSync(pathOf(homeDir), 'utf8')) as UpFile;
  } catch {
    return undefined;
  }
  return (await answers(`${content.ingestUrl}/health/live`)) ? content : undefined;
}
