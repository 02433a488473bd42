import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { writeFolder } from '../../reference/folders';
import type { InputFile } from '../../reference/load';
import type { Drive } from '../system/drive';

const LOOK_MS = 1_000;

/**
 * Looks at the destination while everything goes on: a file that was there stays there, and never changes (P5).
 * Needs the destination alone.
 */
export class DriveWatch {
  readonly violations: string[] = [];
  readonly #seen = new Map<string, string>();
  #isEnding = false;
  #watching: Promise<void> | undefined;

  constructor(private readonly drive: Drive) {}

  start(): void {
    this.#watching = this.#watch();
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#watching;
    await this.#look();
  }

  async #watch(): Promise<void> {
    while (!this.#isEnding) {
      await this.#look();
      await delay(LOOK_MS);
    }
  }

  async #look(): Promise<void> {
    const files = await this.drive.files();
    const now = new Map(files.map(({ path, sha256 }) => [path, sha256 ?? '']));
    for (const [path, sha256] of this.#seen) {
      const found = now.get(path);
      if (found === undefined) this.violations.push(`P5 ${path}: is gone`);
      else if (found !== sha256) this.violations.push(`P5 ${path}: has changed`);
    }
    for (const { path, contentVersion } of files) {
      if (contentVersion > 1) this.violations.push(`P5 ${path}: was written ${contentVersion} times`);
    }
    for (const [path, sha256] of now) this.#seen.set(path, sha256);
  }
}

/** All that lies in the destination, copied to a folder. */
export async function copyOfDrive(drive: Drive, folder: string): Promise<InputFile[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files: InputFile[] = [];
  for (const { path } of await drive.files()) files.push({ path, bytes: await drive.content(path) });
  writeFolder(folder, files);
  return files;
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
