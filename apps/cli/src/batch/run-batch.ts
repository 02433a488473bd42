import { mkdir } from 'node:fs/promises';
import { freePort } from '@app/embedded';
import { loadConfigFrom } from '@app/config';
import type { Pool } from 'pg';
import type { CommandContext } from '../command-context';
import { ingestFiles } from '../intake/ingest-files';
import { inputFilesBelow } from '../intake/input-file';
import type { FileVerdict } from '../intake/file-verdict';
import { InterruptedError } from '../interrupted.error';
import type { Period } from '../slots/period';
import { HopelessDeliveries } from '../slots/hopeless-deliveries';
import { runPeriod } from '../slots/run-period';
import { failedSlots, type FailedSlot, type SlotTotals } from '../slots/slot-totals';
import { createBatchHome, keepLogs, removeBatchHome } from '../system/batch-home';
import { homeOf, redisCacheOf } from '../system/home-of';
import { logDirOf, startOwnSystem } from '../system/own-system';
import { randomSecrets } from '../system/secrets';
import { UsageError } from '../usage.error';

export interface BatchOptions {
  readonly inputFolder: string;
  readonly outputFolder: string;
  readonly period: Period;
  readonly workers: number;
}

export interface BatchResult {
  readonly files: readonly FileVerdict[];
  readonly slots: SlotTotals;
  readonly failed: readonly FailedSlot[];
}

/**
 * The main job from nothing to delivered files: fresh services, every app as a process of its own, all files, all
 * slots in slot order; at the end, in whatever way it comes, everything is stopped and only the output stays.
 *
 * @param inspect looks at the finished database before it is thrown away
 */
export async function runBatch<T>(
  context: CommandContext,
  options: BatchOptions,
  inspect: (database: Pool) => Promise<T>,
): Promise<BatchResult & { readonly inspected: T }> {
  const homeDir = createBatchHome();
  try {
    return await inHome(context, options, homeDir, inspect);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InterruptedError)) {
      const kept = await keepLogs(logDirOf(homeDir), homeOf(context.host).homeDir).catch(() => undefined);
      if (kept !== undefined) context.terminal.warn(`The logs of the apps are kept in ${kept}`);
    }
    throw error;
  } finally {
    removeBatchHome(homeDir);
  }
}

async function inHome<T>(
  context: CommandContext,
  { inputFolder, outputFolder, period, workers }: BatchOptions,
  homeDir: string,
  inspect: (database: Pool) => Promise<T>,
): Promise<BatchResult & { readonly inspected: T }> {
  const { host, terminal } = context;
  const files = await inputFilesBelow(inputFolder);
  await mkdir(outputFolder, { recursive: true });
  const [ingestPort, operationsPort] = [await freePort(), await freePort()];
  const { redisUrl, deliveryPatienceMs } = loadConfigFrom(host.env, 'services').services;
  const system = await startOwnSystem(context, {
    homeDir,
    logDir: logDirOf(homeDir),
    deliveryFolder: outputFolder,
    redisCacheDir: redisCacheOf(host),
    isTemporary: true,
    databaseUrl: undefined, // never the user's own data
    redisUrl,
    secrets: randomSecrets(),
    calendar: 'off',
    ingestPort,
    operationsPort,
    apps: { ingest: 1, 'report-scheduler': 1, 'report-worker': workers, distribution: 1 },
  });
  try {
    const verdicts = await ingestFiles(system, files, terminal);
    const hopeless = new HopelessDeliveries(system.database, deliveryPatienceMs);
    const slots = await runPeriod(system, period, 'all', terminal, hopeless);
    const failed = await failedSlots(system.database, 'all');
    return { files: verdicts, slots, failed, inspected: await inspect(system.database) };
  } finally {
    await system.stop();
  }
}
