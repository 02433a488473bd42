import type { RunningSimulator } from '@app/testing';
import type { Clock } from '../src/sharepoint/clock';

/**
 * Time for several workers and the simulator: it stands still while anybody works, and jumps to the next alarm when
 * all workers sleep.
 */
export class SharedVirtualClock implements Clock {
  private time: number;
  private readonly sleepers: { wakeAt: number; wake: () => void }[] = [];
  private working = 0;

  private constructor(private readonly simulator: RunningSimulator) {
    this.time = Date.now();
  }

  static async start(simulator: RunningSimulator): Promise<SharedVirtualClock> {
    const clock = new SharedVirtualClock(simulator);
    await simulator.moveClock({ freezeAt: clock.time });
    return clock;
  }

  now(): number {
    return this.time;
  }

  async sleep(ms: number): Promise<void> {
    const woken = new Promise<void>((wake) => this.sleepers.push({ wakeAt: this.time + ms, wake }));
    await this.leave();
    await woken;
  }

  /** Runs the workers to their end. */
  async run(workers: (() => Promise<void>)[]): Promise<void> {
    this.working = workers.length;
    const runToEnd = async (work: () => Promise<void>) => {
      try {
        await work();
      } finally {
        await this.leave();
      }
    };
    await Promise.all(workers.map(runToEnd));
  }

  private async leave(): Promise<void> {
    if (--this.working > 0 || this.sleepers.length === 0) return;
    this.sleepers.sort((one, other) => one.wakeAt - other.wakeAt);
    const next = this.sleepers[0]?.wakeAt ?? this.time;
    await this.simulator.moveClock({ freezeAt: (this.time = Math.max(this.time, Math.ceil(next))) });
    const due = this.sleepers.filter(({ wakeAt }) => wakeAt <= this.time);
    this.sleepers.splice(0, due.length);
    this.working = due.length;
    for (const { wake } of due) wake();
  }
}
