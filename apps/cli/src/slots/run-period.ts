import { startProgress } from '../console/progress';
import type { Terminal } from '../console/terminal';
import type { RunningSystem } from '../system/running-system';
import { waitUntil } from '../system/wait-until';
import type { HopelessDeliveries } from './hopeless-deliveries';
import type { Period } from './period';
import { type SlotScope, slotTotals, type SlotTotals } from './slot-totals';

/**
 * Has every slot of the period planned, built and distributed, and counts how the slots of `scope` ended.
 *
 * @param hopeless gives up deliveries; without it they wait as those of a service do
 */
export async function runPeriod(
  system: RunningSystem,
  period: Period,
  scope: SlotScope,
  terminal: Terminal,
  hopeless?: HopelessDeliveries,
): Promise<SlotTotals> {
  const { database } = system;
  const { rows } = await database.query<{ id: string }>(
    'INSERT INTO period_request (starts_at, ends_at) VALUES ($1, $2) RETURNING id',
    [period.from, period.to],
  );
  const request = rows[0]?.id;
  const progress = startProgress(terminal, 'slots done');
  const running = waitUntil('the slots do not end', async () => {
    const isPlanned = await isRequestPlanned(system, request);
    const totals = await slotTotals(database, scope);
    if (isPlanned) await hopeless?.look(totals);
    const ended = totals.delivered + totals.nil + totals.failed;
    if (isPlanned) progress.update(ended, ended + totals.unfinished);
    return { isDone: isPlanned && totals.unfinished === 0, state: JSON.stringify({ isPlanned, ...totals }) };
  });
  try {
    await Promise.race([running.done, system.broken]);
  } finally {
    running.stop();
    progress.stop();
  }
  return slotTotals(database, scope);
}

async function isRequestPlanned({ database }: RunningSystem, request: string | undefined): Promise<boolean> {
  const { rows } = await database.query<{ planned: boolean }>(
    'SELECT planned_at IS NOT NULL AS planned FROM period_request WHERE id = $1',
    [request],
  );
  return rows[0]?.planned ?? false;
}
