import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SharePointConfig } from '@app/config';
import type { Pool } from 'pg';

/** What the simulator prints when it is ready. */
interface SimulatorAddress {
  readonly graphUrl: string;
  readonly authorityUrl: string;
  readonly controlUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly driveId: string;
}

/** A SharePoint of this machine's own, for trying deliveries without a tenant. */
export interface SimulatedSharePoint {
  readonly graphUrl: string;
  readonly controlUrl: string;
  /** The settings that lead the distribution app to it. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends with this program, too, whatever ends that. */
  stop(): void;
}

const SIMULATOR = 'dist/libs/testing/src/graph-simulator/graph-simulator.main.js';
const LOOK_FOR_FOLDERS_MS = 2_000;

export async function startSimulatedSharePoint(packageRoot: string): Promise<SimulatedSharePoint> {
  // It ends when its standard input does, which even a SIGKILL of this program brings about.
  const simulator = spawn(process.execPath, [join(packageRoot, SIMULATOR)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await Promise.race([
    once(createInterface(simulator.stdout), 'line'),
    once(simulator, 'exit').then(() => Promise.reject(new Error('The SharePoint simulator did not start'))),
  ])) as [string];
  const address = JSON.parse(line) as SimulatorAddress;
  // Its administrator and its uploader are one application here; on a tenant, uploads need the role `write` only.
  await fetch(`${address.controlUrl}/settings`, {
    method: 'POST',
    body: JSON.stringify({ siteRole: 'owner' }),
  });
  return {
    graphUrl: address.graphUrl,
    controlUrl: address.controlUrl,
    env: {
      DELIVERY_TARGET: 'sharepoint',
      GRAPH_BASE_URL: address.graphUrl,
      GRAPH_AUTHORITY_HOST: address.authorityUrl,
      GRAPH_TENANT_ID: address.tenantId,
      GRAPH_CLIENT_ID: address.clientId,
      GRAPH_CLIENT_SECRET: address.clientSecret,
      GRAPH_DRIVE_ID: address.driveId,
    },
    stop: () => simulator.stdin.end(),
  };
}

/**
 * Plays the administrator of the simulated library: makes the folder of every Party that the master data names, as
 * `mrr sharepoint provision --apply` does on a real one.
 * @returns a function that ends it
 */
export function keepPartyFolders(config: SharePointConfig, database: Pool): () => void {
  const made = new Set<string>();
  const look = async (): Promise<void> => {
    const { provisionSharePoint } = await import('./sharepoint.js');
    const { rows } = await database.query<{ folder: string }>('SELECT DISTINCT folder FROM recipient');
    const missing = rows.map(({ folder }) => folder).filter((folder) => !made.has(folder));
    if (missing.length === 0) return;
    const readers = ['reader@contoso.example'];
    const folders = missing.map((folder) => ({ folder, readers }));
    for (const { folder, state } of await provisionSharePoint(config, folders, { apply: true })) {
      if (state !== 'failed') made.add(folder);
    }
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_FOR_FOLDERS_MS); // the next look tries again
  return () => clearInterval(timer);
}
