import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watchdogScript } from './watchdog-script';
import type { StartRequest, WatchdogReport, WatchdogRequest } from './watchdog-protocol';

export type ReportListener = (report: WatchdogReport) => void;

/**
 * This program's end of one watchdog process. It is started with the first supervised process and ends with the
 * last one, so that a program that has stopped its services leaves nothing behind even while it runs on.
 */
export class Watchdog {
  private static current: Watchdog | undefined;

  private readonly listeners = new Map<number, ReportListener>();
  private readonly exited: Promise<unknown>;
  private nextId = 1;
  private holds = 0;

  private constructor(private readonly child: ChildProcess) {
    this.exited = once(child, 'exit').then(() => this.lost());
    child.on('message', (report: WatchdogReport) => this.receive(report));
    child.unref();
    child.channel?.unref();
  }

  /** The watchdog of this program, started when there is none. */
  static get(): Watchdog {
    Watchdog.current ??= new Watchdog(
      spawn(process.execPath, [watchdogScript(), String(process.pid)], {
        detached: true,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        // Not the program's NODE_OPTIONS: a debugger port or a loader is meant for the program alone.
        env: { PATH: process.env['PATH'] },
      }),
    );
    return Watchdog.current;
  }

  /** Starts a process; everything about it is reported to `listener`, `exited` or `failed` last. */
  start(request: Omit<StartRequest, 'kind' | 'id'>, listener: ReportListener): number {
    const id = this.nextId++;
    this.listeners.set(id, listener);
    this.send({ kind: 'start', id, ...request });
    return id;
  }

  send(request: WatchdogRequest): void {
    // A lost watchdog is reported through its exit, so a failing write needs no second report.
    if (this.child.connected) this.child.send(request, () => undefined);
  }

  /** Keeps this program alive until `released` is called as often: without it, Node would end amid a start or stop. */
  hold(): void {
    if (++this.holds === 1) this.child.channel?.ref();
  }

  release(): void {
    if (--this.holds === 0) this.child.channel?.unref();
  }

  /** Resolves when the watchdog has ended, at once when it still has something to supervise. */
  async settled(): Promise<void> {
    if (this.listeners.size > 0) return;
    this.child.ref();
    await this.exited;
  }

  private receive(report: WatchdogReport): void {
    const listener = this.listeners.get(report.id);
    if (report.kind === 'exited' || report.kind === 'failed') {
      this.listeners.delete(report.id);
      if (this.listeners.size === 0) this.dismiss();
    }
    listener?.(report);
  }

  private dismiss(): void {
    if (Watchdog.current === this) Watchdog.current = undefined;
    if (this.child.connected) this.child.disconnect();
  }

  /** Nobody should kill the watchdog; if it happens, its processes are killed by pid by their listeners' owners. */
  private lost(): void {
    this.dismiss();
    const listeners = new Map(this.listeners);
    this.listeners.clear();
    for (const [id, listener] of listeners) {
      listener({ kind: 'failed', id, message: 'the watchdog process has ended' });
    }
  }
}
