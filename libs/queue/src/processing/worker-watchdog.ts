import type { Worker } from 'bullmq';

/** Workers have been seen silent after a restart of Redis: connected, running, and taking nothing. */
const SILENT_AFTER_MS = 60_000;

/** Watches one worker: starts its loop again if it ended, and renews its blocking connection if it takes no jobs. */
export class WorkerWatchdog {
  private lastSignOfLife = Date.now();
  private active = 0;

  constructor(
    private readonly worker: Worker,
    private readonly countWaiting: () => Promise<number>,
    private readonly warn: (message: string) => void,
  ) {}

  jobStarted(): void {
    this.active += 1;
    this.lastSignOfLife = Date.now();
  }

  jobEnded(): void {
    this.active -= 1;
    this.lastSignOfLife = Date.now();
  }

  /** For the readiness probe: if renewing the connection does not help, the process should be restarted. */
  isSilent(): boolean {
    return Date.now() - this.lastSignOfLife > 2 * SILENT_AFTER_MS;
  }

  async look(): Promise<void> {
    if (this.worker.closing || this.worker.isPaused()) return;
    if (!this.worker.isRunning()) {
      this.warn(`The worker of ${this.worker.name} had stopped and is started again`);
      this.start();
      return;
    }
    // While Redis is away the count fails: that is not this worker's silence.
    const waiting = await this.countWaiting().catch(() => 0);
    if (waiting === 0 || this.active >= this.worker.concurrency) {
      this.lastSignOfLife = Date.now();
      return;
    }
    if (Date.now() - this.lastSignOfLife < SILENT_AFTER_MS) return;
    this.warn(
      `The worker of ${this.worker.name} takes no jobs although ${waiting} wait; its connection is renewed`,
    );
    await this.worker.getBackend().disconnectBlocking(false);
    await this.worker.getBackend().reconnectBlocking();
  }

  start(): void {
    this.worker
      .run()
      .catch((error: unknown) => this.warn(`The worker of ${this.worker.name} stopped: ${String(error)}`));
  }
}
