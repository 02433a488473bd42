import { readdirSync, readFileSync } from 'node:fs';
import { eventually as eventuallySeen } from '@app/testing';

export interface RunningProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly command: string;
}

const DEADLINE_MS = 240_000;

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

/** As for all tests, with the patience that whole programs need on a busy machine. */
export function eventually(what: string, isTrue: () => boolean): Promise<true> {
  return eventuallySeen(what, isTrue, DEADLINE_MS);
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
