import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; a daily report takes milliseconds, the one after an outage minutes. */
const DURATION_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800];

/** What this process issues; nil slots are jobs, not issues. Rows per second: `rate(mrr_issued_rows_total[5m])`. */
@Injectable()
export class BuildMetrics {
  readonly #rows: Counter;
  readonly #bytes: Counter;
  readonly #durations: Histogram;
  readonly #lastRate: Gauge;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.#rows = new Counter({ name: 'mrr_issued_rows_total', help: 'Detail rows of issues', registers });
    this.#bytes = new Counter({ name: 'mrr_issued_bytes_total', help: 'Bytes of issues', registers });
    this.#durations = new Histogram({
      name: 'mrr_issue_build_duration_seconds',
      help: 'Duration of the builds that gave an issue',
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.#lastRate = new Gauge({
      name: 'mrr_last_issue_rows_per_second',
      help: 'Rows per second of the last build that gave an issue',
      registers,
    });
  }

  recordIssue(rows: number, bytes: number, durationMs: number): void {
    const seconds = Math.max(durationMs, 1) / 1000;
    this.#rows.inc(rows);
    this.#bytes.inc(bytes);
    this.#durations.observe(seconds);
    this.#lastRate.set(rows / seconds);
  }
}
