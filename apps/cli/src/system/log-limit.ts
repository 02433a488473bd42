import { copyFile, rename, stat, truncate } from 'node:fs/promises';

const LOOK_EVERY_MS = 30_000;
/** Of each log; one older part of the same size is kept beside it. */
export const MOST_LOG_BYTES = 64 * 1024 * 1024;

/**
 * Keeps logs that other processes append to below a size. A log that has grown beyond it becomes `<name>.1` and begins
 * anew; a line that is written in between, a matter of milliseconds, is lost.
 */
export class LogLimit {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly files: readonly string[],
    private readonly mostBytes = MOST_LOG_BYTES,
  ) {}

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    for (const file of this.files) await this.#cut(file).catch(() => undefined); // no log yet; the next look tries again
  }

  /** Copied and emptied, not renamed: the process keeps the file open. The copy appears whole or not at all. */
  async #cut(file: string): Promise<void> {
    const { size } = await stat(file);
    if (size <= this.mostBytes) return;
    await copyFile(file, `${file}.new`);
    await truncate(file);
    await rename(`${file}.new`, `${file}.1`);
  }
}
