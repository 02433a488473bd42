import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ProcessDescription {
  readonly pid: number;
  readonly parentPid: number;
  /** Tells two processes that had the same pid apart; its form depends on the system. */
  readonly startedAt: string;
  readonly command: string;
}

/** `starttime` is field 22 of /proc/pid/stat; the state, field 3, is the first after the name. */
const START_TIME_FIELD = 22 - 3;

/** What runs under `pid`; undefined when nothing does (a zombie has ended). From /proc, else from `ps`. */
export function describeProcess(pid: number): ProcessDescription | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name stands in parentheses and may itself contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent] = fields;
    if (state === 'Z') return undefined;
    const startedAt = fields[START_TIME_FIELD] ?? '';
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parentPid: Number(parent), startedAt, command };
  } catch {
    return process.platform === 'linux' ? undefined : describeByPs(pid);
  }
}

function describeByPs(pid: number): ProcessDescription | undefined {
  try {
    const format = 'ppid=,state=,lstart=,command=';
    const line = execFileSync('ps', ['-o', format, '-p', String(pid)], { encoding: 'utf8' });
    const [, parent, state, startedAt, command] = /^\s*(\d+)\s+(\S+)\s+((?:\S+\s+){5})(.*)/.exec(line) ?? [];
    if (startedAt === undefined || command === undefined || state?.startsWith('Z')) return undefined;
    return { pid, parentPid: Number(parent), startedAt, command };
  } catch {
    return undefined; // ps ends with 1 when there is no such process
  }
}

/** Processes whose working directory is `directory`, as far as this user may see that; none without /proc. */
export function processesWorkingIn(directory: string): ProcessDescription[] {
  let names: string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      if (readlinkSync(`/proc/${name}/cwd`) !== directory) return [];
    } catch {
      return []; // ended meanwhile, or somebody else's
    }
    const found = describeProcess(Number(name));
    return found === undefined ? [] : [found];
  });
}
