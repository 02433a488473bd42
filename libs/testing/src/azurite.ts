import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Azurite {
  connectionString: string;
  stop(): Promise<void>;
}

const ACCOUNT = 'mrr';

/** Microsoft's emulator of Azure Blob in its own process, with its files in memory. */
export async function startAzurite(): Promise<Azurite> {
  const home = mkdtempSync(join(tmpdir(), 'azurite-'));
  const program = createRequire(__filename).resolve('azurite/dist/src/blob/main.js');
  const options = ['--inMemoryPersistence', '--blobPort', '0', '--skipApiVersionCheck', '--disableTelemetry'];
  const key = randomBytes(64).toString('base64');
  const env = { ...process.env, AZURITE_ACCOUNTS: `${ACCOUNT}:${key}` };
  const child = spawn(process.execPath, [program, ...options], {
    cwd: home,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /successfully listens on (http:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    const account = `AccountName=${ACCOUNT};AccountKey=${key};BlobEndpoint=${url}/${ACCOUNT};`;
    return { connectionString: `DefaultEndpointsProtocol=http;${account}`, stop };
  }
  await stop();
  throw new Error('Azurite has ended without a word');
}
