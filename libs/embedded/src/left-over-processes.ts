import { setTimeout as delay } from 'node:timers/promises';
import { describeProcess, type ProcessDescription } from './process-inspection';
import { EmbeddedServiceError } from './embedded-service.error';
import { ServiceInUseError } from './service-in-use.error';

const POLL_MS = 20;
/** A watchdog that has lost its program gives a service this long; afterwards it is ours to end. */
const WATCHDOG_GRACE_MS = 12_000;
const STOP_MS = 5_000;
const KILL_MS = 5_000;

/**
 * Ends what an earlier program, killed together with its watchdog, has left running on `directory`.
 *
 * @throws ServiceInUseError when the program that started it is still alive
 */
export async function endLeftOvers(
  directory: string,
  leftOvers: readonly ProcessDescription[],
  stopSignal: NodeJS.Signals,
): Promise<void> {
  for (const leftOver of leftOvers) {
    const guard = describeProcess(leftOver.parentPid);
    const owner = /watchdog\.mjs (\d+)/.exec(guard?.command ?? '')?.[1];
    if (guard === undefined || owner === undefined) continue;
    // The watchdog's parent changes when the program dies, even when its pid is given away again at once.
    if (guard.parentPid === Number(owner)) throw new ServiceInUseError(directory, Number(owner));
    await allGone([leftOver], WATCHDOG_GRACE_MS);
  }
  signalAll(leftOvers, stopSignal);
  if (await allGone(leftOvers, STOP_MS)) return;
  signalAll(leftOvers, 'SIGKILL');
  if (await allGone(leftOvers, KILL_MS)) return;
  const pids = leftOvers.map(({ pid }) => pid).join(', ');
  throw new EmbeddedServiceError(
    `Processes ${pids} still use ${directory} and cannot be stopped: stop them by hand`,
  );
}

function isRunning(leftOver: ProcessDescription): boolean {
  return describeProcess(leftOver.pid)?.startedAt === leftOver.startedAt;
}

function signalAll(leftOvers: readonly ProcessDescription[], signal: NodeJS.Signals): void {
  for (const leftOver of leftOvers.filter(isRunning)) {
    try {
      process.kill(leftOver.pid, signal);
    } catch {
      // ended meanwhile; one of another user shows in the wait that follows
    }
  }
}

async function allGone(leftOvers: readonly ProcessDescription[], withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (leftOvers.some(isRunning)) {
    if (Date.now() >= deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}
