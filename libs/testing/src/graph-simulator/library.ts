import { createHash, randomUUID } from 'node:crypto';
import { quickXorHashOf } from './block-hash';
import { GraphFault, nameTaken, notFound } from './graph-fault';
import { assertItemName, assertPathLength } from './item-name';
import type { SimulatorSettings } from './settings';
import type { VirtualClock } from './virtual-clock';

export interface Item {
  id: string;
  name: string;
  parentId: string | undefined;
  guid: string;
  /** Counts all writes; part of the eTag. */
  version: number;
  /** Counts writes of the content; part of the cTag. */
  contentVersion: number;
  createdAt: number;
  modifiedAt: number;
  /** Undefined for folders. */
  chunks: Buffer[] | undefined;
  size: number;
  quickXorHash: string;
  /** Readers of its own; undefined: those of the folder above. */
  readers: string[] | undefined;
  hashMissingReads: number;
  invisibleReads: number;
}

export type ConflictBehavior = 'fail' | 'replace' | 'rename';

/** One document library in memory. */
export class Library {
  readonly rootId: string;
  private readonly items = new Map<string, Item>();

  constructor(
    private readonly settings: () => SimulatorSettings,
    private readonly clock: VirtualClock,
    /** Who may read whatever inherits from the library. */
    libraryReaders: string[],
  ) {
    const root = this.add('root', undefined);
    root.readers = libraryReaders;
    this.rootId = root.id;
  }

  get(id: string): Item | undefined {
    return this.items.get(id);
  }

  children(parentId: string): Item[] {
    return [...this.items.values()].filter((item) => item.parentId === parentId);
  }

  /** Names are found whatever their case, and kept as they came. */
  child(parentId: string, name: string): Item | undefined {
    return this.children(parentId).find((item) => item.name.toLowerCase() === name.toLowerCase());
  }

  byPath(startId: string, segments: string[]): Item | undefined {
    return segments.reduce<Item | undefined>(
      (item, segment) => item && this.child(item.id, segment),
      this.items.get(startId),
    );
  }

  pathOf(item: Item): string {
    const parent = item.parentId === undefined ? undefined : this.items.get(item.parentId);
    return parent ? `${this.pathOf(parent)}/${item.name}` : '';
  }

  all(): Item[] {
    return [...this.items.values()];
  }

  readersOf(item: Item): string[] {
    if (item.readers) return item.readers;
    const parent = item.parentId === undefined ? undefined : this.items.get(item.parentId);
    return parent ? this.readersOf(parent) : [];
  }

  createFolder(parentId: string, name: string, behavior: ConflictBehavior): { item: Item; created: boolean } {
    this.assertPlace(parentId, name);
    const existing = this.child(parentId, name);
    if (!existing) return { item: this.add(name, parentId), created: true };
    if (behavior === 'fail') throw nameTaken();
    if (behavior === 'replace' && !existing.chunks) return { item: existing, created: false };
    return { item: this.add(this.freeName(parentId, name), parentId), created: true };
  }

  /** @throws GraphFault 409, 423, 507 */
  assertWritable(parentId: string, name: string, behavior: ConflictBehavior, bytes: number): void {
    this.assertPlace(parentId, name);
    const { lockedNames, quotaLeftBytes } = this.settings();
    if (lockedNames.includes(name)) {
      throw new GraphFault(423, 'notAllowed', 'The file is locked.', 'resourceLocked');
    }
    const existing = this.child(parentId, name);
    if (existing && (behavior === 'fail' || !existing.chunks)) throw nameTaken();
    if (quotaLeftBytes !== null && bytes > quotaLeftBytes) {
      throw new GraphFault(507, 'quotaLimitReached', 'The library has no space left.');
    }
  }

  /** Publishes a whole file at once. */
  putFile(
    parentId: string,
    name: string,
    chunks: Buffer[],
    behavior: ConflictBehavior,
  ): { item: Item; created: boolean } {
    const existing = this.child(parentId, name);
    const kept = this.rewritten(name, chunks);
    this.assertWritable(parentId, name, behavior, 0);
    const reused = existing && behavior === 'replace' ? existing : undefined;
    const item = reused ?? this.add(existing ? this.freeName(parentId, name) : name, parentId);
    const { hashMissingReads, invisibleReads } = this.settings();
    item.chunks = kept;
    item.size = kept.reduce((sum, chunk) => sum + chunk.length, 0);
    item.quickXorHash = quickXorHashOf(kept);
    item.contentVersion++;
    item.hashMissingReads = hashMissingReads;
    item.invisibleReads = reused ? 0 : invisibleReads;
    this.touch(item);
    return { item, created: !reused };
  }

  touch(item: Item): void {
    item.version++;
    item.modifiedAt = this.clock.now();
  }

  remove(item: Item): void {
    for (const child of this.children(item.id)) this.remove(child);
    this.items.delete(item.id);
  }

  sha256(item: Item): string | undefined {
    if (!item.chunks) return undefined;
    const hash = createHash('sha256');
    for (const chunk of item.chunks) hash.update(chunk);
    return hash.digest('hex');
  }

  private assertPlace(parentId: string, name: string): void {
    const parent = this.items.get(parentId);
    if (!parent || parent.chunks) throw notFound();
    assertItemName(name, parentId === this.rootId);
    assertPathLength(`${this.pathOf(parent)}/${name}`);
  }

  private add(name: string, parentId: string | undefined): Item {
    const now = this.clock.now();
    const guid = randomUUID().toUpperCase();
    const id = `01SIM${guid.replaceAll('-', '').slice(0, 29)}`;
    const item: Item = {
      id,
      name,
      parentId,
      guid,
      version: 1,
      contentVersion: 0,
      createdAt: now,
      modifiedAt: now,
      chunks: undefined,
      size: 0,
      quickXorHash: '',
      readers: undefined,
      hashMissingReads: 0,
      invisibleReads: 0,
    };
    this.items.set(id, item);
    return item;
  }

  private freeName(parentId: string, name: string): string {
    const dot = name.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    for (let number = 1; ; number++) {
      const candidate = `${stem} ${number}${extension}`;
      if (!this.child(parentId, candidate)) return candidate;
    }
  }

  private rewritten(name: string, chunks: Buffer[]): Buffer[] {
    const changed = this.settings().rewrittenExtensions.some((extension) => name.endsWith(extension));
    return changed ? [...chunks, Buffer.from('<rewritten>')] : chunks;
  }
}
