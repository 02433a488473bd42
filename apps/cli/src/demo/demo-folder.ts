import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../system/is-alive';

const OWNER = 'owner';
const OWN_FOLDER = /^delivered-(\d+)$/;

export interface DemoFolder {
  /** Empty; for this demo alone until `release`. */
  readonly path: string;
  release(): void;
}

/** `<home>/demo/delivered`; `delivered-<pid>` while another demo runs on this home, so that none empties the other's. */
export function claimDemoFolder(homeDir: string): DemoFolder {
  const root = join(homeDir, 'demo');
  mkdirSync(root, { recursive: true });
  removeAbandoned(root);
  const isOwner = takeOwnership(join(root, OWNER));
  const path = join(root, isOwner ? 'delivered' : `delivered-${process.pid}`);
  rmSync(path, { recursive: true, force: true });
  return {
    path,
    release: () => {
      if (isOwner) rmSync(join(root, OWNER), { force: true });
    },
  };
}

function takeOwnership(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' }); // of two that come at once, one makes it
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** What demos have left that were killed, and the results of earlier ones that ran beside another. */
function removeAbandoned(root: string): void {
  for (const name of readdirSync(root)) {
    const pid = name === OWNER ? ownerIn(join(root, name)) : Number(OWN_FOLDER.exec(name)?.[1] ?? Number.NaN);
    if (pid > 0 && !isAlive(pid)) rmSync(join(root, name), { recursive: true, force: true });
  }
}

/** 0 while the file is being written. */
function ownerIn(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}
