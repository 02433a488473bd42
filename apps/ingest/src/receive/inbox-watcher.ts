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
  #isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly receiver: FileReceiver,
    private readonly options: InboxOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await mkdir(this.options.inboxDir, { recursive: true });
    this.#scheduleLook();
  }

  async onModuleDestroy(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** The next look comes a full interval after the last one ended: only then does "unchanged" mean settled. */
  #scheduleLook(): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.look()
        .catch((error: unknown) => this.#logger.warn(`The inbox cannot be read now: ${String(error)}`))
        .finally(() => {
          if (!this.#isStopping) this.#scheduleLook();
        });
    }, this.options.pollIntervalMs);
  }

  /** One look at the inbox: takes what has settled since the last one. */
  async look(): Promise<void> {
    const paths = (await readdir(this.options.inboxDir, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const seen = new Map<string, string>();
    for (const path of paths) {
      const state = await stateOf(path);
      if (state !== null) seen.set(path, state);
    }
    const settled = [...seen].filter(([path, state]) => this.#seen.get(path) === state);
    this.#seen = seen;
    if (settled.length > 0) await this.#takeAlone(settled);
  }

  /** Of several instances on one inbox, one takes at a time. */
  async #takeAlone(settled: readonly (readonly [path: string, state: string])[]): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      // A transaction holds the lock, because behind a pooler a session is nobody's own.
      await runner.startTransaction();
      const [{ locked }] = (await runner.query('SELECT pg_try_advisory_xact_lock($1) AS locked', [
        INBOX_LOCK,
      ])) as [{ locked: boolean }];
      if (!locked) return;
      for (const [path, state] of settled) await this.#takeOrLeave(path, state);
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }

  /** A file that cannot be taken stays and is tried again; the others do not wait for it. */
  async #takeOrLeave(path: string, settledState: string): Promise<void> {
    try {
      await this.#take(path, settledState);
    } catch (error) {
      this.#logger.warn(`A file of the inbox cannot be taken now and stays there: ${String(error)}`);
    }
  }

  async #take(path: string, settledState: string): Promise<void> {
    if ((await stateOf(path)) !== settledState) return;
    const label = path.slice(this.options.inboxDir.length + 1).replaceAll('\\', '/');
    const { size } = await stat(path);
    const file = this.receiver.isTooLarge(size)
      ? await this.receiver.refuseTooLarge(label, size)
      : await this.receiver.receive(label, createReadStream(path));
    // It has grown after all: what was read is judged as it was, and the whole file is taken when it has settled.
    if ((await stateOf(path)) !== settledState) return;
    await rm(path, { force: true });
    this.#seen.delete(path);
    this.#logger.log(`Took file ${file.id} from the inbox`);
  }
}

/** Changes whenever the file is written to; null: it is gone, or its name cannot be used. */
async function stateOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found && `${found.size} ${found.mtimeMs}`;
}
