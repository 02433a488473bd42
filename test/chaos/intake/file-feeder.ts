import { randomUUID } from 'node:crypto';
import { open, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { InputFile } from '../../reference/load';
import type { Random } from '../../reference/border/random';
import type { History } from '../history';
import type { HostileFile } from './hostile-files';
import { upload, uploadHalf } from './uploading';
import { WaitingLine } from './waiting-line';

export interface FeederTargets {
  readonly inboxDir: string;
  readonly uploadUrls: readonly string[];
  readonly token: string;
}

type Way =
  'upload' | 'broken upload' | 'inbox' | 'inbox by rename' | 'torn briefly' | 'torn for long' | 'twice';

const WAYS: readonly (readonly [number, Way])[] = [
  [8, 'upload'],
  [2, 'broken upload'],
  [5, 'inbox'],
  [3, 'inbox by rename'],
  [3, 'torn briefly'],
  [2, 'torn for long'],
  [2, 'twice'],
];

/** Less than one look at the inbox, and several. */
const BRIEF_MS = 200;
const LONG_MS = 2_000;
const RETRY_MS = 500;
/** Files under way at once: a sender that sends everything at once, again and again, is another kind of trouble. */
const SENT_AT_ONCE = 8;

/** A sender of files: it sends gradually, in several ways, and again when it is not sure that a file has arrived. */
export class FileFeeder {
  /** Files by the way they came. */
  readonly sent = new Map<string, number>();
  readonly #line = new WaitingLine(SENT_AT_ONCE);

  constructor(
    private readonly targets: FeederTargets,
    private readonly history: History,
  ) {}

  /** Resolves when every file is accepted by an upload or lies whole in the inbox. */
  async feed(
    files: readonly InputFile[],
    hostile: readonly HostileFile[],
    random: Random,
    durationMs: number,
  ): Promise<void> {
    const good = random
      .shuffled([...files])
      .map((file) => ({ file, way: random.weighted(WAYS), at: random.next() * durationMs }));
    const bad = hostile.map((file) => ({ file, at: random.next() * durationMs }));
    await Promise.all([
      ...good.map(async ({ file, way, at }) => {
        await delay(at);
        await this.#line.pass(() => this.#send(file, isHidden(file.path) ? 'inbox' : way, random));
      }),
      ...bad.map(async ({ file, at }) => {
        await delay(at);
        await this.#line.pass(() => this.#sendHostile(file, random));
      }),
    ]);
  }

  async #send(file: InputFile, way: Way, random: Random): Promise<void> {
    this.#count(way);
    switch (way) {
      case 'upload':
        return this.#upload(file, random);
      case 'broken upload':
        await uploadHalf({ ...file, url: random.pick(this.targets.uploadUrls), token: this.targets.token });
        return this.#upload(file, random);
      case 'inbox':
        return this.#drop(file);
      case 'inbox by rename':
        return this.#dropByRename(file);
      case 'torn briefly':
        return this.#dropTorn(file, BRIEF_MS);
      case 'torn for long':
        return this.#dropTorn(file, LONG_MS);
      case 'twice':
        await Promise.all([this.#upload(file, random), this.#drop(file)]);
    }
  }

  async #sendHostile(file: HostileFile, random: Random): Promise<void> {
    this.#count('hostile');
    this.history.tell(
      'hostile file',
      file.path.slice(0, 60).replaceAll('\n', ' '),
      `${file.bytes.length} bytes`,
    );
    if (file.byUploadOnly) await this.#upload(file, random);
    else await this.#drop(file);
  }

  /** Until some ingest app takes it, or says that it never will. */
  async #upload({ path, bytes }: InputFile, random: Random): Promise<void> {
    for (;;) {
      const url = random.pick(this.targets.uploadUrls);
      const status = await upload({ url, token: this.targets.token, path, bytes });
      if (status >= 200 && status < 500) return;
      this.#count('sent again');
      await delay(RETRY_MS);
    }
  }

  async #drop({ path, bytes }: InputFile): Promise<void> {
    const target = await this.#place(path);
    await writeFile(target, bytes);
  }

  async #dropByRename({ path, bytes }: InputFile): Promise<void> {
    const target = await this.#place(path);
    const unfinished = join(dirname(target), `.${randomUUID()}.part`);
    await writeFile(unfinished, bytes);
    await rename(unfinished, target);
  }

  /**
   * Half of it first. Whoever finds afterwards that the half was taken away while writing sends the whole file again:
   * the rest went into a file without a name.
   */
  async #dropTorn(file: InputFile, pauseMs: number): Promise<void> {
    const target = await this.#place(file.path);
    const half = file.bytes.length >> 1;
    const handle = await open(target, 'w');
    try {
      await handle.write(file.bytes.subarray(0, half));
      await delay(pauseMs);
      await handle.write(file.bytes.subarray(half));
      const written = await handle.stat();
      const found = await stat(target).catch(() => null);
      if (found?.ino !== written.ino) await this.#dropByRename(file);
    } finally {
      await handle.close();
    }
  }

  async #place(path: string): Promise<string> {
    const target = join(this.targets.inboxDir, path);
    await mkdir(dirname(target), { recursive: true });
    return target;
  }

  #count(way: string): void {
    this.sent.set(way, (this.sent.get(way) ?? 0) + 1);
  }
}

function isHidden(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('.');
}
