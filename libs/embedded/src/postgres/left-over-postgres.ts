import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftOvers } from '../left-over-processes';
import { describeProcess, processesWorkingIn } from '../process-inspection';

/**
 * Ends a server that a killed program has left running on `dataDir`, and removes its pid file: its number may belong
 * to another process by now, which PostgreSQL would take for the server.
 *
 * @throws ServiceInUseError when its program is alive
 */
export async function endLeftOverPostgres(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const pidFile = join(dataDir, 'postmaster.pid');
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : NaN;
  const postmaster = Number.isInteger(pid) && pid > 0 ? describeProcess(pid) : undefined;
  // The backends of a postmaster that was killed alone work on until their query ends.
  const found = processesWorkingIn(realpathSync(dataDir)).filter(({ command }) =>
    /\bpostgres\b/.test(command),
  );
  if (
    postmaster !== undefined &&
    isServerOf(dataDir, postmaster.command) &&
    !found.some((one) => one.pid === pid)
  ) {
    found.push(postmaster);
  }
  await endLeftOvers(dataDir, found, 'SIGINT');
  rmSync(pidFile, { force: true });
}

function isServerOf(dataDir: string, command: string): boolean {
  return /\bpostgres\b/.test(command) && command.includes(`-D ${dataDir} `);
}
