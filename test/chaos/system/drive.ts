import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Fault } from '../../../libs/testing/src/graph-simulator/fault-plan';
import type { SimulatorState, InspectedItem } from '../../../libs/testing/src/graph-simulator/control-api';
import type { SimulatorAddress } from '../../../libs/testing/src/graph-simulator/graph-simulator';

/** Folder of the library below which the Parties' folders lie. */
const ROOT = 'Reports';
const ATTEMPTS = 5;

/** The simulated SharePoint, a process of its own, and what lies in its library. */
export class Drive {
  private constructor(
    private readonly address: SimulatorAddress,
    private readonly child: ChildProcess,
  ) {}

  static async start(script: string): Promise<Drive> {
    // It ends with its standard input, however this program ends.
    const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!child.stdout) throw new Error('the simulator needs a pipe');
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return new Drive(JSON.parse(line) as SimulatorAddress, child);
  }

  /** The settings that lead the distribution app here. */
  get env(): NodeJS.ProcessEnv {
    return {
      DELIVERY_TARGET: 'sharepoint',
      GRAPH_BASE_URL: this.address.graphUrl,
      GRAPH_AUTHORITY_HOST: this.address.authorityUrl,
      GRAPH_TENANT_ID: this.address.tenantId,
      GRAPH_CLIENT_ID: this.address.clientId,
      GRAPH_CLIENT_SECRET: this.address.clientSecret,
      GRAPH_DRIVE_ID: this.address.driveId,
      GRAPH_ROOT_FOLDER: ROOT,
    };
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async makeFolders(folders: readonly string[]): Promise<void> {
    for (const folder of folders)
      await this.#ask('PUT', `/folder?path=${encodeURIComponent(`${ROOT}/${folder}`)}`);
  }

  async inject(fault: Fault): Promise<void> {
    await this.#ask('POST', '/faults', JSON.stringify(fault));
  }

  async clearFaults(): Promise<void> {
    await this.#ask('DELETE', '/faults');
  }

  /** All files of the library with their paths below the root folder. */
  async files(): Promise<InspectedItem[]> {
    const state = JSON.parse((await this.#ask('GET', '/state')).toString()) as SimulatorState;
    return state.items
      .filter(({ isFolder }) => !isFolder)
      .map((item) => ({
        ...item,
        path: item.path.startsWith(`${ROOT}/`) ? item.path.slice(ROOT.length + 1) : `/${item.path}`,
      }));
  }

  /** @param path as `files` tells it */
  content(path: string): Promise<Buffer> {
    return this.#ask('GET', `/content?path=${encodeURIComponent(`${ROOT}/${path}`)}`);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGCONT');
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    await ended;
  }

  /** Again, when the connection that was to be used had just been closed. */
  async #ask(method: string, path: string, body?: string): Promise<Buffer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#askOnce(method, path, body);
      } catch (error) {
        if (!(error instanceof TypeError) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #askOnce(method: string, path: string, body?: string): Promise<Buffer> {
    const response = await fetch(`${this.address.controlUrl}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(bytes.toString());
    return bytes;
  }
}
