import { chownSync, lchownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { UserIds } from '../supervision/watchdog-protocol';

/**
 * PostgreSQL refuses to run as root. A way around that is a command prefix plus the user who must own the files,
 * as seen from outside.
 */
export interface RunAs {
  readonly prefix: readonly string[];
  /** The user that the process is started as, where no command does that. */
  readonly user?: UserIds;
  /** Undefined: files stay as this user makes them. */
  readonly owner: UserIds | undefined;
}

const NOBODY: UserIds = { uid: 65534, gid: 65534 };
const NOBODY_IDS = [`--reuid=${NOBODY.uid}`, `--regid=${NOBODY.gid}`, '--clear-groups'];

/** Ways to run PostgreSQL, best first; which one the machine allows is for the caller to try. */
export function waysToRun(): RunAs[] {
  if (process.getuid?.() !== 0) return [{ prefix: [], owner: undefined }];
  return [
    // Root under another number, in a user namespace of its own: files stay root's, wherever they are.
    { prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000'], owner: { uid: 0, gid: 0 } },
    // Containers often forbid namespaces. The capability lets it through to folders below a closed one like /root.
    {
      prefix: ['setpriv', ...NOBODY_IDS, '--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
      owner: NOBODY,
    },
    { prefix: [], user: NOBODY, owner: NOBODY },
  ];
}

/** Gives `path` and everything below it to the owner, if they are not already; only root can. */
export function giveTo(owner: RunAs['owner'], path: string): void {
  if (owner === undefined) return;
  const stat = statSync(path);
  if (stat.uid === owner.uid && stat.gid === owner.gid) return;
  if (stat.isDirectory()) {
    for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
      lchownSync(join(path, entry), owner.uid, owner.gid);
    }
  }
  // Last, so that an interrupted run is done again.
  chownSync(path, owner.uid, owner.gid);
}
