import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { transformFileSync } from '@swc/core';
import type { SimulatorState } from './control-api';
import type { Fault } from './fault-plan';
import type { SimulatorAddress } from './graph-simulator';
import type { JournalEntry } from './journal';
import type { SimulatorSettings } from './settings';

const ROOT = join(__dirname, '..', '..', '..', '..');

/** A simulator in its own process, and the handle on it. */
export class RunningSimulator {
  private constructor(
    readonly address: SimulatorAddress,
    private readonly child: ChildProcess,
    private readonly dir: string,
  ) {}

  static async start(args: string[] = []): Promise<RunningSimulator> {
    const dir = compile();
    const child = spawn(process.execPath, [join(dir, 'graph-simulator.main.js'), ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (!child.stdout) throw new Error('the simulator needs a pipe');
    for await (const line of createInterface({ input: child.stdout })) {
      return new RunningSimulator(JSON.parse(line) as SimulatorAddress, child, dir);
    }
    throw new Error('the simulator has ended without a word');
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin?.end();
    await ended;
    rmSync(this.dir, { recursive: true, force: true });
  }

  reset(): Promise<void> {
    return this.tell('POST', '/reset');
  }

  set(settings: Partial<SimulatorSettings>): Promise<void> {
    return this.tell('POST', '/settings', settings);
  }

  inject(...faults: Fault[]): Promise<void[]> {
    return Promise.all(faults.map((fault) => this.tell('POST', '/faults', fault)));
  }

  clearFaults(): Promise<void> {
    return this.tell('DELETE', '/faults');
  }

  moveClock(move: { freezeAt?: number; advanceMs?: number }): Promise<void> {
    return this.tell('POST', '/clock', move);
  }

  makeFolder(path: string): Promise<void> {
    return this.tell('PUT', `/folder?path=${encodeURIComponent(path)}`);
  }

  plant(path: string, content: Buffer): Promise<void> {
    return this.tell('PUT', `/content?path=${encodeURIComponent(path)}`, content);
  }

  removeItem(path: string): Promise<void> {
    return this.tell('DELETE', `/item?path=${encodeURIComponent(path)}`);
  }

  async state(): Promise<SimulatorState> {
    return JSON.parse((await this.ask('GET', '/state')).toString()) as SimulatorState;
  }

  async journal(): Promise<JournalEntry[]> {
    return JSON.parse((await this.ask('GET', '/journal')).toString()) as JournalEntry[];
  }

  /** Null if there is no such file. */
  content(path: string): Promise<Buffer | null> {
    return this.ask('GET', `/content?path=${encodeURIComponent(path)}`).catch(() => null);
  }

  private async tell(method: string, path: string, body?: object): Promise<void> {
    await this.ask(method, path, body);
  }

  private async ask(method: string, path: string, body?: object): Promise<Buffer> {
    const sent = Buffer.isBuffer(body) ? new Uint8Array(body) : body && JSON.stringify(body);
    const url = `${this.address.controlUrl}${path}`;
    const response = await fetch(url, { method, ...(sent === undefined ? {} : { body: sent }) });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(bytes.toString());
    return bytes;
  }
}

/** Compiled as for production, because Node does not run TypeScript. */
function compile(): string {
  mkdirSync(join(ROOT, '.mrr'), { recursive: true });
  const dir = mkdtempSync(join(ROOT, '.mrr', 'simulator-'));
  for (const name of readdirSync(__dirname)) {
    if (!name.endsWith('.ts') || name.endsWith('spec.ts')) continue;
    const { code } = transformFileSync(join(__dirname, name), { configFile: join(ROOT, '.swcrc') });
    writeFileSync(join(dir, name.replace(/\.ts$/, '.js')), code);
  }
  return dir;
}
