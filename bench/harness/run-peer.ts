import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a peer as a process of its own, as its user would, and returns the milliseconds that it prints: it times its work
 * without its own start.
 */
export async function runPeer(name: string, options: object): Promise<number> {
  const script = join(__dirname, '..', 'peers', `${name}.peer.js`);
  const args = ['--max-old-space-size=6000', script, JSON.stringify(options)];
  const { stdout } = await run(process.execPath, args).catch((error: { stderr?: string }) => {
    throw new Error(`${name} failed: ${error.stderr?.slice(0, 2_000)}`);
  });
  const elapsed = Number(stdout.trim().split('\n').at(-1));
  if (!Number.isFinite(elapsed)) throw new Error(`${name} told no time: ${stdout}`);
  return elapsed;
}
