import { readFileSync } from 'node:fs';

/**
 * Tells whether the npm below which this program runs has ended, also by SIGKILL, which npm cannot pass on. Between
 * the two may stand the shell in which npm starts scripts; it lives on when npm is killed.
 */
export function watchNpm(): () => boolean {
  const parent = process.ppid;
  const shell = parentThroughShell(parent);
  return () => process.ppid !== parent || parentThroughShell(parent) !== shell;
}

/** The parent of `pid` if that is a shell; undefined if not, and where there is no /proc. */
function parentThroughShell(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? [];
    return /^(da|ba|a)?sh$/.test(name) ? rest.split(' ')[1] : undefined;
  } catch {
    return undefined;
  }
}
