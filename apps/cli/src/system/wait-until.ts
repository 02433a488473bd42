import { setTimeout as delay } from 'node:timers/promises';
import { CommandFailedError } from '../command-failed.error';

const POLL_MS = 200;
/** Longer than the largest file takes to load, or the largest report to be built. */
const STANDSTILL_MS = 30 * 60_000;

export interface Look {
  readonly isDone: boolean;
  /** Anything that changes as long as the work goes on. */
  readonly state: string;
}

export interface Waiting {
  /** Rejects with a CommandFailedError when nothing has changed for half an hour. */
  readonly done: Promise<void>;
  /** Ends the wait; `done` then resolves. */
  stop(): void;
}

/** Looks again and again until the work is done. */
export function waitUntil(standstill: string, look: () => Promise<Look>): Waiting {
  let isStopped = false;
  const wait = async (): Promise<void> => {
    let state = '';
    let changedAt = Date.now();
    while (!isStopped) {
      const now = await look();
      if (now.isDone) return;
      if (now.state !== state) changedAt = Date.now();
      state = now.state;
      if (Date.now() - changedAt > STANDSTILL_MS) {
        throw new CommandFailedError(`Nothing has moved for half an hour: ${standstill} (${state})`);
      }
      await delay(POLL_MS);
    }
  };
  const done = wait();
  done.catch(() => undefined); // told to whoever awaits it, unless the wait was stopped
  return { done, stop: () => (isStopped = true) };
}
