import type { GeneratedFile } from './generated-file';
import { hostileFiles } from './hostile/hostile-files';
import { DAY, HOUR, isoInstant, mondayOf, WEEK, type Instant } from './instant';
import { FileSchedule, type ArrivingFile } from './plan/file-schedule';
import { planAuditFiles } from './plan/plan-audit';
import { planCompletionFiles } from './plan/plan-completions';
import type { PlanContext } from './plan/plan-context';
import { planMigrations } from './plan/plan-migrations';
import { planOrganisations } from './plan/plan-organisations';
import { planWeek } from './plan/plan-week';
import { TimeQueue } from './plan/time-queue';
import { Random } from './random';
import { sampleMarket } from './sample-market';

export interface SampleOptions {
  /** The same seed and options give the same bytes on every machine. */
  readonly seed: number;
  /** Monday of the first Migration Week, `YYYY-MM-DD`; its authorisations stand in the week before. */
  readonly from: string;
  /** Migration Weeks, 1 to 104. */
  readonly weeks: number;
  /** On a full working day; Friday has less, the weekend little. */
  readonly installationsPerDay: number;
  /** Supplier parties, at least 4 (default 8). One more User ID than parties. */
  readonly suppliers?: number;
  /** DNO parties that share the distributor ids 10 to 29 (default 5). */
  readonly dnos?: number;
  /** Adds one set of bad files, each with its expected verdict. */
  readonly hostile?: boolean;
}

/**
 * Sample files of all kinds in the order of their arrival: some days late, some before the files that they refer to,
 * what is unfinished at the end of the last week in process.
 *
 * One day is planned at a time and files are written when they are asked for, so that memory grows with
 * `installationsPerDay` and not with `weeks`. Throws a RangeError for options out of range.
 */
export function* generateSampleFiles(options: SampleOptions): Generator<GeneratedFile> {
  const from = mondayOf(options.from);
  requireWhole('weeks', options.weeks, 1, 104);
  requireWhole('installationsPerDay', options.installationsPerDay, 1, 100_000);
  const context = planContext(options, from);
  const outsiders = options.hostile ? hostileFiles(context.market, from) : [];
  const end = from + options.weeks * WEEK;
  const secondSnapshotDay = from + Math.min(options.weeks - 1, 1) * WEEK + 2 * DAY;
  planOrganisations(
    context.market,
    context.schedule,
    from - 10 * DAY + 9 * HOUR,
    secondSnapshotDay + 9 * HOUR,
  );
  let installation = 1;
  for (let day = from - 2 * WEEK; day < end; day += DAY) {
    const week = day + WEEK;
    if (week >= from && isMonday(day, from)) {
      installation = planWeek(week, options.installationsPerDay, installation, context);
    }
    planMigrations(day, context);
    planCompletionFiles(day, context);
    if (day >= from) planAuditFiles(day, context);
    yield* merged(context.schedule.releaseBefore(day + DAY), outsiders, isoInstant(day + DAY));
  }
  yield* merged(context.schedule.releaseRest(), outsiders);
}

function planContext({ seed, weeks, suppliers, dnos }: SampleOptions, from: Instant): PlanContext {
  const random = new Random(`sample/${seed}`);
  const outageDay = from + (weeks - 1) * WEEK + 3 * DAY;
  const outage = { from: outageDay + 13 * HOUR, to: outageDay + 19 * HOUR };
  return {
    market: sampleMarket(suppliers ?? 8, dnos ?? 5),
    seed: random,
    schedule: new FileSchedule(random.fork('schedule'), outage),
    candidates: new TimeQueue(),
    completions: new TimeQueue(),
    auditEvents: new TimeQueue(),
  };
}

/** Both in order of arrival; takes from the outsiders what arrives before `limit`. */
function* merged(
  files: readonly ArrivingFile[],
  outsiders: GeneratedFile[],
  limit?: string,
): Generator<GeneratedFile> {
  for (const file of files) {
    const arrivedAt = isoInstant(file.arrivedAt);
    yield* takeBefore(outsiders, arrivedAt);
    const { name, createdAt } = file.draft;
    yield { name, createdAt: isoInstant(createdAt), arrivedAt, content: file.draft.render() };
  }
  yield* takeBefore(outsiders, limit);
}

function* takeBefore(outsiders: GeneratedFile[], limit?: string): Generator<GeneratedFile> {
  while (outsiders[0] !== undefined && (limit === undefined || outsiders[0].arrivedAt < limit)) {
    const [next] = outsiders.splice(0, 1);
    if (next) yield next;
  }
}

function isMonday(day: Instant, someMonday: Instant): boolean {
  return (day - someMonday) % WEEK === 0;
}

function requireWhole(name: string, value: number, lowest: number, highest: number): void {
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw new RangeError(`${name} must be a whole number from ${lowest} to ${highest}, not ${value}`);
  }
}
