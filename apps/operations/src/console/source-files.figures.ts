import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';

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
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  async read(): Promise<SourceFileFigures> {
    const [arrivals, gaps, silent] = await Promise.all([
      this.database.query<SourceFileFigures['arrivals']>(ARRIVALS),
      this.database.query<CounterGap[]>(GAPS),
      this.database.query<SilentOriginator[]>(SILENT),
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

/** The newest gaps first. */
const GAPS = `
  SELECT kind, originator, after_counter AS after, before_counter AS before FROM counter_gap
   ORDER BY created_at DESC LIMIT 100`;

const SILENT = `
  SELECT kind, originator, last_created_at AS "lastCreatedAt", extract(epoch FROM usual_pause)::float AS "usualSeconds",
         extract(epoch FROM silence)::float AS "silentSeconds"
    FROM silent_originator ORDER BY silence DESC LIMIT 100`;
