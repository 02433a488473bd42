import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = Buffer.alloc(64 * 1024);

/** A small file system of its own for the archive, where this user may mount one; it can be filled to the last block. */
export class ArchiveDisk {
  private constructor(
    private readonly folder: string,
    readonly canBeFilled: boolean,
  ) {}

  static mountAt(folder: string, sizeMb: number): ArchiveDisk {
    mkdirSync(folder, { recursive: true });
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'chaos-archive', folder], {
      stdio: 'ignore',
    });
    return new ArchiveDisk(folder, mounted.status === 0);
  }

  fill(): void {
    const file = openSync(this.#filler, 'a');
    try {
      for (;;) writeSync(file, BLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }

  unmount(): void {
    if (this.canBeFilled) spawnSync('umount', ['--lazy', this.folder], { stdio: 'ignore' });
  }

  get #filler(): string {
    return join(this.folder, '.filler');
  }
}
