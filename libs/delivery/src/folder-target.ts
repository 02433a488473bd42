import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, link, mkdir, open, opendir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { failpoint, failpointPerPiece } from '@app/failpoints';
import { assertDeliverableName } from './delivery-name';
import { DeliveryTarget, type Consignment, type Receipt } from './delivery-target';
import { ContentConflictError } from './errors/content-conflict.error';
import { DeliveryError } from './errors/delivery.error';
import { FolderMissingError } from './errors/folder-missing.error';
import { UnavailableError } from './errors/unavailable.error';
import { VerificationFailedError } from './errors/verification-failed.error';
import { measureContent, sameContent, type MeasuredContent } from './measured-content';

/** File systems without hard links (FAT, some network shares) answer `link` with one of these. */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Of all unfinished copies of one file, and of no other. */
function temporaryPrefix(fileName: string): string {
  return `.tmp-${createHash('sha256').update(fileName).digest('hex').slice(0, 16)}-`;
}

/** What earlier runs for the same file have left when they were killed: the file is there now, and nobody needs it. */
async function removeUnfinished(directory: string, fileName: string): Promise<void> {
  const prefix = temporaryPrefix(fileName);
  for await (const { name } of await opendir(directory)) {
    if (name.startsWith(prefix)) await rm(join(directory, name), { force: true });
  }
}

/** Creates one directory if it is missing; group may read, others nothing. */
async function ensureFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o750 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/**
 * Delivers into `<root>/<folder>/<fileName>`. Unlike SharePoint's, the Party folders are created, mode 0750.
 * The name appears only with the whole content behind it, and never replaces a file.
 */
export class FolderTarget extends DeliveryTarget {
  private readonly root: string;

  /** @param root directory of the Party folders; created on the first delivery */
  constructor(root: string) {
    super();
    this.root = resolve(root);
  }

  async deliver(consignment: Consignment): Promise<Receipt> {
    assertDeliverableName('folder', consignment.folder);
    assertDeliverableName('file', consignment.fileName);
    const directory = join(this.root, consignment.folder);
    const location = join(directory, consignment.fileName);
    try {
      await this.ensureRoot();
      await ensureFolder(directory);
      if (!(await this.holds(location, consignment))) await this.publish(directory, location, consignment);
      await removeUnfinished(directory, consignment.fileName);
    } catch (error) {
      consignment.signal?.throwIfAborted();
      if (error instanceof DeliveryError) throw error;
      if (codeOf(error) === 'ENOTDIR') throw new FolderMissingError(consignment.folder, { cause: error });
      // Only the file system speaks for the destination; a failing source is told as what it is.
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      throw new UnavailableError(codeOf(error) ?? String(error), { cause: error });
    }
    const { bytes, sha256 } = consignment;
    return { target: 'folder', location, bytes, sha256, verifiedAt: new Date() };
  }

  private async ensureRoot(): Promise<void> {
    await mkdir(this.root, { recursive: true }).catch((error: unknown) => {
      throw new UnavailableError(`${this.root}: ${codeOf(error) ?? String(error)}`, { cause: error });
    });
  }

  /** True if the file is there as it should be, also when an earlier run published it and crashed. */
  private async holds(location: string, consignment: Consignment): Promise<boolean> {
    const found = await this.measure(location, consignment.signal);
    if (!found) return false;
    if (!sameContent(found, consignment)) {
      throw new ContentConflictError(location, consignment.sha256, found.sha256);
    }
    return true;
  }

  private async measure(location: string, signal?: AbortSignal): Promise<MeasuredContent | null> {
    try {
      return await measureContent(createReadStream(location), signal);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  private async publish(directory: string, location: string, consignment: Consignment): Promise<void> {
    const temporary = join(directory, `${temporaryPrefix(consignment.fileName)}${randomUUID()}`);
    try {
      await this.writeVerified(temporary, consignment);
      const published = await this.nameWithoutOverwrite(temporary, location);
      await syncDirectory(directory);
      await failpoint('deliver.after-upload');
      if (published) await this.verifyPublished(location, consignment);
      else await this.holds(location, consignment); // someone else was faster: compare with theirs
    } catch (error) {
      // Someone else was faster, and has taken ours for what a killed run had left.
      const isTaken = codeOf(error) === 'ENOENT' && (await this.holds(location, consignment));
      if (!isTaken) throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** The file's own bytes are measured before its name appears: a wrong file never becomes visible. */
  private async writeVerified(temporary: string, consignment: Consignment): Promise<void> {
    const { signal } = consignment;
    const file = createWriteStream(temporary, { flags: 'wx', mode: 0o640, flush: true });
    await pipeline(
      consignment.open(),
      failpointPerPiece('deliver.mid-upload'),
      file,
      signal ? { signal } : {},
    );
    const written = await measureContent(createReadStream(temporary), signal);
    if (!sameContent(written, consignment))
      throw new VerificationFailedError(temporary, consignment, written);
  }

  /** False if the name is taken. */
  private async nameWithoutOverwrite(temporary: string, location: string): Promise<boolean> {
    try {
      await link(temporary, location);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      if (!NO_HARD_LINKS.has(codeOf(error) ?? '')) throw error;
    }
    // Without hard links a check remains before the rename; the issue's own delivery state keeps out a second writer.
    const taken = await access(location).then(
      () => true,
      () => false,
    );
    if (taken) return false;
    await rename(temporary, location);
    return true;
  }

  /** Our own file that reads back wrong is taken away again, else every retry would see a conflict with it. */
  private async verifyPublished(location: string, consignment: Consignment): Promise<void> {
    const found = await this.measure(location, consignment.signal);
    if (found && sameContent(found, consignment)) return;
    await rm(location, { force: true });
    throw new VerificationFailedError(location, consignment, found ?? { bytes: 0, sha256: 'nothing' });
  }
}
