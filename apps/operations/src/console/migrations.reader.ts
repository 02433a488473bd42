import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';

export interface MigrationFigures {
  days: { day: string; commenced: number; completed: number; failed: number }[];
  combinations: { combination: string; concluded: number; failed: number; failedPercent: number }[];
}

/** How migrations go, per day and per combination of device models (MRR 2.2.1(ii)). */
@Injectable()
export class MigrationFiguresReader {
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  async read(): Promise<MigrationFigures> {
    const [days, combinations] = await Promise.all([
      this.database.query<MigrationFigures['days']>(DAYS),
      this.database.query<MigrationFigures['combinations']>(COMBINATIONS),
    ]);
    return { days, combinations };
  }
}

/** The 60 days before the newest event. */
const DAYS = `
  SELECT to_char(day, 'YYYY-MM-DD') AS day, sum(commenced)::int AS commenced, sum(completed)::int AS completed,
         sum(failed)::int AS failed
    FROM (SELECT utc_day(commenced_at) AS day, 1 AS commenced, 0 AS completed, 0 AS failed
            FROM attempt WHERE commenced_at IS NOT NULL
          UNION ALL
          SELECT utc_day(concluded_at), 0, succeeded::int, (NOT succeeded)::int
            FROM attempt WHERE concluded_at IS NOT NULL) e
   GROUP BY e.day ORDER BY e.day DESC LIMIT 60`;

/** Combinations with the most failures first. */
const COMBINATIONS = `
  SELECT concat_ws(' + ', 'CHF ' || chf_manufacturer || '/' || chf_model, 'ESME ' || esme_manufacturer || '/' || esme_model,
                   'GSME ' || gsme_manufacturer || '/' || gsme_model) AS combination,
         count(*)::int AS concluded, count(*) FILTER (WHERE NOT a.succeeded)::int AS failed,
         round(100.0 * count(*) FILTER (WHERE NOT a.succeeded) / count(*), 1)::float AS "failedPercent"
    FROM attempt a JOIN installation_record i ON i.id = a.id
   WHERE a.concluded_at IS NOT NULL
   GROUP BY 1 ORDER BY failed DESC, concluded DESC, combination LIMIT 25`;
