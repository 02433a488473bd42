import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** How the deliveries of this process end: `delivered`, or the code of the error, e.g. `DELIVERY.THROTTLED`. */
@Injectable()
export class DeliveryMetrics {
  readonly #deliveries: Counter<'outcome'>;
  readonly #bytes: Counter;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.#deliveries = new Counter({
      name: 'mrr_deliveries_total',
      help: 'Tries to deliver an issue, by how they ended',
      labelNames: ['outcome'],
      registers,
    });
    this.#bytes = new Counter({
      name: 'mrr_delivered_bytes_total',
      help: 'Bytes of delivered issues',
      registers,
    });
  }

  delivered(bytes: number): void {
    this.#deliveries.inc({ outcome: 'delivered' });
    this.#bytes.inc(bytes);
  }

  failed(code: string): void {
    this.#deliveries.inc({ outcome: code });
  }
}
