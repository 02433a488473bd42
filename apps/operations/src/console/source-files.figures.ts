import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface CounterGap {
  kind: string;
  originator: string;
  after: number;
  before: number;
}

export interface SilentOriginator {
  kind: string;
  originator: string;
  lastCreatedAt: Date;
  usualSeconds: number;
  silentSeconds: number;
}

export interface SourceFileFigures {
  arrivals: { day: string; accepted: number; rejected: number; duplicate: number; waiting: number }[];
  gaps: CounterGap[];
  silent: SilentOriginator[];
}

/** What the stream of files tells about those who send them. */
@Injectable()
export class SourceFileFiguresReader {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async read(): Promise<SourceFileFigures> {
    const [arrivals, gaps, silent] = await Promise.all([
      this.dataSource.query<SourceFileFigures['arrivals']>(ARRIVALS),
      this.dataSource.query<CounterGap[]>(GAPS),
      this.dataSource.query<SilentOriginator[]>(SILENT),
    ]);
    return { arrivals, gaps, silent };
  }
}

/** By the day that the file names as its creation, which is what reports go by; files without one by their receipt. */
const ARRIVALS = `
  SELECT to_char(day, 'YYYY-MM-DD') AS day,
         count(*) FILTER (WHERE state = 'accepted')::int AS accepted,
         count(*) FILTER (WHERE state = 'rejected')::int AS rejected,
         count(*) FILTER (WHERE state = 'duplicate')::int AS duplicate,
         count(*) FILTER (WHERE state = 'received')::int AS waiting
    FROM (SELECT state, utc_day(coalesce(created_at, received_at)) AS day FROM source_file) f
   GROUP BY f.day ORDER BY f.day DESC LIMIT 60`;

/** Counters run without a gap per originator and kind; the newest gaps first. */
const GAPS = `
  SELECT kind, originator, previous AS after, counter AS before
    FROM (SELECT kind, originator, counter, created_at,
                 lag(counter) OVER (PARTITION BY kind, originator ORDER BY counter) AS previous
            FROM source_file WHERE state = 'accepted' AND counter IS NOT NULL) f
   WHERE counter > previous + 1
   ORDER BY created_at DESC LIMIT 100`;

/**
 * Silent: for longer than three of its usual intervals, and a day, before the newest file of anybody. Measured against
 * that file and not against the clock, so that a past period can be judged as well.
 */
const SILENT = `
  SELECT * FROM (
    SELECT kind, originator, max(created_at) AS "lastCreatedAt",
           extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY pause))::float AS "usualSeconds",
           extract(epoch FROM (SELECT max(created_at) FROM source_file WHERE state = 'accepted') - max(created_at))::float
             AS "silentSeconds"
      FROM (SELECT kind, originator, created_at,
                   created_at - lag(created_at) OVER (PARTITION BY kind, originator ORDER BY created_at) AS pause
              FROM source_file WHERE state = 'accepted' AND originator IS NOT NULL) f
     GROUP BY kind, originator HAVING count(*) >= 4) s
   WHERE "silentSeconds" > 86400 AND "silentSeconds" > 3 * "usualSeconds"
   ORDER BY "silentSeconds" DESC LIMIT 100`;
