import { FolderMissingError } from '../errors/folder-missing.error';
import { RejectedError } from '../errors/rejected.error';
import type { Clock } from './clock';
import type { DriveItem } from './drive-item';
import type { DriveItems } from './drive-items';
import type { DriveUrls } from './graph/drive-urls';

/** A folder may be moved and another put in its place, so a known id is not trusted for ever. */
const KNOWN_FOR_MS = 10 * 60_000;
/** One wrong answer is no reason to fail all that waits for a folder. */
const SECOND_LOOK_AFTER_MS = 1000;

/** The ids of the Party folders. Never creates one: a new folder would inherit the library's readers. */
export class PartyFolders {
  private readonly known = new Map<string, { id: string; until: number }>();
  private readonly parents: string[];
  private isLibraryThere = false;

  /** @param rootFolder path within the library; empty for its root */
  constructor(
    private readonly items: DriveItems,
    private readonly urls: DriveUrls,
    rootFolder: string,
    private readonly clock: Clock,
  ) {
    this.parents = rootFolder.split('/').filter((segment) => segment !== '');
  }

  /** @throws FolderMissingError; RejectedError if there is no such library */
  async idOf(folder: string, signal?: AbortSignal): Promise<string> {
    const known = this.known.get(folder);
    if (known && known.until > this.clock.now()) return known.id;
    const item = await this.lookUp([...this.parents, folder], signal);
    if (!item?.isFolder) throw new FolderMissingError([...this.parents, folder].join('/'));
    this.known.set(folder, { id: item.id, until: this.clock.now() + KNOWN_FOR_MS });
    return item.id;
  }

  /** The folder above the Party folders; undefined if it is missing. */
  async parent(signal?: AbortSignal): Promise<DriveItem | undefined> {
    return this.lookUp(this.parents, signal);
  }

  forget(folder: string): void {
    this.known.delete(folder);
  }

  private async lookUp(segments: string[], signal?: AbortSignal): Promise<DriveItem | undefined> {
    const path = segments.join('/');
    const look = () => this.items.read(this.urls.byPath(segments), path, signal);
    let found = await look();
    if (!found) {
      await this.clock.sleep(SECOND_LOOK_AFTER_MS, signal);
      found = await look();
    }
    if (found) this.isLibraryThere = true;
    if (found || this.isLibraryThere) return found;
    // A wrong library id is answered in the same way, but it is another mistake for another person to mend.
    const root = await this.items.read(this.urls.root(), 'the library', signal);
    if (!root) {
      throw new RejectedError(
        `there is no document library with the id of GRAPH_DRIVE_ID, or no folder "${path}" in it`,
      );
    }
    this.isLibraryThere = true;
    return undefined;
  }
}
