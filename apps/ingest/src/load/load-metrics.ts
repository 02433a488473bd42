import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import type { LoadOutcome } from './load-outcome';

/** What this process loads. Records per second: `rate(mrr_loaded_records_total[5m])`. */
@Injectable()
export class LoadMetrics {
  readonly #files: Counter<'outcome'>;
  readonly #records: Counter;
  readonly #setAside: Counter;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.#files = new Counter({
      name: 'mrr_files_total',
      help: 'Files by how their load ended: accepted, rejected or duplicate',
      labelNames: ['outcome'],
      registers,
    });
    this.#records = new Counter({
      name: 'mrr_loaded_records_total',
      help: 'Records of accepted files, those set aside included',
      registers,
    });
    this.#setAside = new Counter({
      name: 'mrr_set_aside_records_total',
      help: 'Records that were set aside',
      registers,
    });
  }

  record(outcome: LoadOutcome): void {
    if (outcome.kind === 'waits' || outcome.kind === 'skipped') return; // nothing was decided
    this.#files.inc({ outcome: outcome.kind });
    if (outcome.kind !== 'accepted') return;
    this.#records.inc(outcome.records);
    this.#setAside.inc(outcome.setAside);
  }
}
