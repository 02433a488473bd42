import { mkdir, rm } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { FileReceiver, ReceivedFile } from './file-receiver';
import { InboxAlerts } from './inbox-alerts';
import { type InboxEntry, inboxEntries, isUnchanged, openUnchanged, sizeIn } from './inbox-files';

export interface InboxOptions {
  readonly inboxDir: string;
  readonly pollIntervalMs: number;
}

/** Advisory lock of the one instance that empties the inbox; any constant that nothing else uses. */
const INBOX_LOCK = 7_003;

const NO_FILE = 'It is a link, a pipe or a device: only files are read';

/**
 * Takes files that were dropped into the inbox folder (SFTP). Polls, since a network file system tells no changes. A
 * file is taken when its size and time have not changed between two looks, so that one still being written is left
 * alone; its name may not begin with `.`. It is removed only after its bytes are archived and noted: a crash in between
 * takes it a second time, as a duplicate. What cannot be taken stays, with an alert.
 */
export class InboxWatcher implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger(InboxWatcher.name);
  readonly #alerts: InboxAlerts;
  /** State at the last look, by label. */
  #seen = new Map<string, string>();
  /** Files whose bytes are noted but which could not be removed: they must not be noted at every look. */
  readonly #noted = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();

  constructor(
    private readonly dataSource: DataSource,
    private readonly receiver: FileReceiver,
    private readonly options: InboxOptions,
  ) {
    this.#alerts = new InboxAlerts(dataSource);
  }

  async onApplicationBootstrap(): Promise<void> {
    await mkdir(this.options.inboxDir, { recursive: true });
    this.#scheduleLook();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** The next look comes a full interval after the last one ended: only then does "unchanged" mean settled. */
  #scheduleLook(): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.look()
        .catch((error: unknown) => this.#logger.warn(`The inbox cannot be read now: ${String(error)}`))
        .finally(() => {
          if (!this.#stop.signal.aborted) this.#scheduleLook();
        });
    }, this.options.pollIntervalMs);
  }

  /** One look at the inbox: takes what has settled since the last one. */
  async look(): Promise<void> {
    const seen = new Map<string, string>();
    const settled: InboxEntry[] = [];
    const staying = new Map<string, string>();
    for await (const entry of inboxEntries(this.options.inboxDir)) {
      const { label, state } = entry;
      if (state === null) staying.set(label, NO_FILE);
      else seen.set(label, state);
      if (state !== null && this.#seen.get(label) === state) settled.push(entry);
    }
    this.#seen = seen;
    await this.#aloneOnInbox(async () => {
      for (const entry of settled.toSorted((left, right) => Buffer.compare(left.path, right.path))) {
        if (this.#stop.signal.aborted) return; // the others lie there still when the service comes back
        const trouble = await this.#takeOrLeave(entry);
        if (trouble !== null) staying.set(entry.label, trouble);
      }
      await this.#alerts.tell(staying);
    });
  }

  /** Of several instances on one inbox, one takes at a time. */
  async #aloneOnInbox(take: () => Promise<void>): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      // A transaction holds the lock, because behind a pooler a session is nobody's own.
      await runner.startTransaction();
      const [{ locked }] = (await runner.query('SELECT pg_try_advisory_xact_lock($1) AS locked', [
        INBOX_LOCK,
      ])) as [{ locked: boolean }];
      if (!locked) return;
      await take();
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }

  /**
   * A file that cannot be taken stays and is tried again; the others do not wait for it.
   *
   * @returns why it stays, or null
   */
  async #takeOrLeave(entry: InboxEntry): Promise<string | null> {
    try {
      await this.#take(entry);
      return null;
    } catch (error) {
      const reason = reasonOf(error);
      this.#logger.warn(`A file of the inbox cannot be taken now and stays there: ${reason}`);
      return `It cannot be taken and is tried again: ${reason}`;
    }
  }

  async #take(entry: InboxEntry): Promise<void> {
    const { label, state, path } = entry;
    if (state === null) return;
    if (this.#noted.get(label) !== state) {
      const file = await this.#receive(entry, state);
      if (file === null) return;
      // It has grown after all: what was read is judged as it was, and the whole file is taken when it has settled.
      if (!(await isUnchanged(entry))) return;
      this.#noted.set(label, state);
      this.#logger.log(`Took file ${file.id} from the inbox`);
    }
    await rm(path, { force: true });
    this.#noted.delete(label);
    this.#seen.delete(label);
  }

  async #receive(entry: InboxEntry, state: string): Promise<ReceivedFile | null> {
    const file = await openUnchanged(entry);
    if (file === null) return null;
    if (this.receiver.isTooLarge(sizeIn(state))) {
      await file.close();
      return this.receiver.refuseTooLarge(entry.label, sizeIn(state));
    }
    const content = addAbortSignal(this.#stop.signal, file.createReadStream()); // which closes the file
    return this.receiver.receive(entry.label, content);
  }
}

/** The system's own words name the path, which may be hostile and is told beside them anyway. */
function reasonOf(error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined ? `${syscall} ${code}` : String(error);
}
