import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface RunningProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly command: string;
}

const DEADLINE_MS = 240_000;
const LOOK_MS = 20;

/** All processes below `root`, itself left out. A process whose parent has ended is not found any more. */
export function descendantsOf(root: number): RunningProcess[] {
  const all = allProcesses();
  const found: RunningProcess[] = [];
  const parents = [root];
  for (const parent of parents) {
    const children = all.filter(({ parentPid }) => parentPid === parent);
    found.push(...children);
    parents.push(...children.map(({ pid }) => pid));
  }
  return found;
}

export function areGone(processes: readonly RunningProcess[]): boolean {
  const alive = new Map(allProcesses().map(({ pid, command }) => [pid, command]));
  return processes.every(({ pid, command }) => alive.get(pid) !== command);
}

/** @throws Error when it does not come true before the deadline */
export async function eventually(what: string, isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`Not within ${DEADLINE_MS} ms: ${what}`);
    await delay(LOOK_MS);
  }
}

function allProcesses(): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        // The name stands in parentheses and may itself contain spaces and parentheses.
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return state === 'Z' ? [] : [{ pid: Number(name), parentPid: Number(parent), command }];
      } catch {
        return []; // ended meanwhile
      }
    });
}
