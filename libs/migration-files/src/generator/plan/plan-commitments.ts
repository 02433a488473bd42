import { commitmentsFile } from '../files/master-data-files';
import { DAY, HOUR, type Instant } from '../instant';
import type { SampleSupplier } from '../sample-market';
import type { PlannedInstallation } from './plan-authorisations';
import type { PlanContext } from './plan-context';

const REISSUE_PER_MILLE = 200;

/**
 * Migration Demand Commitments of one week, issued on the Thursday before; now and then a second issue follows on
 * Saturday that speaks of the days until Friday only, so that the older figures of the weekend stay (fine print 29).
 */
export function planCommitments(
  week: Instant,
  planned: readonly PlannedInstallation[],
  { market, seed, schedule }: PlanContext,
): void {
  const random = seed.fork('commitments', week);
  market.suppliers.forEach((supplier, supplierIndex) => {
    market.cohorts.forEach(({ smsoId }, cohortIndex) => {
      const demand = activeDemand(planned, supplier, smsoId, week);
      if (demand.every((quantity) => quantity === 0)) return;
      const header = { signifier: supplier.signifier, userId: supplier.userId, smsoId, week };
      const rows = demand.map((quantity, weekday) => ({
        day: week + weekday * DAY,
        quantity: quantity + random.integer(0, Math.ceil(quantity / 5)),
      }));
      const issuedAt = week - 4 * DAY + random.integer(14 * HOUR, 18 * HOUR);
      schedule.add(commitmentsFile({ ...header, issuedAt, reissue: false }, rows, supplier.csvStyle));
      const isFirst = supplierIndex === 0 && cohortIndex === 0;
      if (!isFirst && !random.chance(REISSUE_PER_MILLE)) return;
      const weekdays = rows
        .slice(0, 5)
        .map((row) => ({ ...row, quantity: row.quantity + random.integer(0, 3) }));
      schedule.add(commitmentsFile({ ...header, issuedAt: issuedAt + 2 * DAY, reissue: true }, weekdays));
    });
  });
}

/** Installations with an active meter of the supplier, by day of the week. */
function activeDemand(
  planned: readonly PlannedInstallation[],
  supplier: SampleSupplier,
  smsoId: string,
  week: Instant,
): number[] {
  const demand = Array.from({ length: 7 }, () => 0);
  for (const { installation, migrationDay } of planned) {
    if (installation.cohort.smsoId !== smsoId) continue;
    const meters = [installation.electricity, installation.gas];
    if (!meters.some((meter) => meter?.active && meter.supplier.userId === supplier.userId)) continue;
    const weekday = (migrationDay - week) / DAY;
    demand[weekday] = (demand[weekday] ?? 0) + 1;
  }
  return demand;
}
