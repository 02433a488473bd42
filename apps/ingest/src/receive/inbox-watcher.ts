import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { FileReceiver } from './file-receiver';

export interface InboxOptions {
  readonly inboxDir: string;
  readonly pollIntervalMs: number;
}

/** Advisory lock of the one instance that empties the inbox; any constant that nothing else uses. */
const INBOX_LOCK = 7_003;

/**
 * Takes files that were dropped into the inbox folder (SFTP). Polls, since a network file system tells no changes. A
 * file is taken when its size and time have not changed between two looks, so that one still being written is left
 * alone; its name may not begin with `.`. It is removed only after its bytes are archived and noted: a crash in between
 * takes it a second time, as a duplicate.
 */
export class InboxWatcher implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger(InboxWatcher.name);
  #seen = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly receiver: FileReceiver,
    private readonly options: InboxOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await mkdir(this.options.inboxDir, { recursive: true });
    this.#timer = setInterval(() => {
      this.#looking = this.#looking
        .then(() => this.look())
        .catch((error: unknown) => {
          this.#logger.warn(`The inbox cannot be read now and is tried again: ${String(error)}`);
        });
    }, this.options.pollIntervalMs);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** One look at the inbox: takes what has settled since the last one. */
  async look(): Promise<void> {
    const paths = (await readdir(this.options.inboxDir, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const settled: string[] = [];
    const seen = new Map<string, string>();
    for (const path of paths) {
      const { size, mtimeMs } = await stat(path);
      seen.set(path, `${size} ${mtimeMs}`);
      if (this.#seen.get(path) === seen.get(path)) settled.push(path);
    }
    this.#seen = seen;
    if (settled.length > 0) await this.#takeAlone(settled);
  }

  /** Of several instances on one inbox, one takes at a time. */
  async #takeAlone(paths: readonly string[]): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const [{ locked }] = (await runner.query('SELECT pg_try_advisory_lock($1) AS locked', [
        INBOX_LOCK,
      ])) as [{ locked: boolean }];
      if (!locked) return;
      try {
        for (const path of paths) await this.#take(path);
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1)', [INBOX_LOCK]);
      }
    } finally {
      await runner.release();
    }
  }

  async #take(path: string): Promise<void> {
    const label = path.slice(this.options.inboxDir.length + 1).replaceAll('\\', '/');
    const found = await stat(path).catch(() => null);
    if (!found) return;
    const file = this.receiver.isTooLarge(found.size)
      ? await this.receiver.refuseTooLarge(label, found.size)
      : await this.receiver.receive(label, createReadStream(path));
    await rm(path, { force: true });
    this.#seen.delete(path);
    this.#logger.log(`Took file ${file.id} from the inbox`);
  }
}
