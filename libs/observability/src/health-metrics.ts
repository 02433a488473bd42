import { Inject, Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { HealthRegistry } from './health-registry';

/** The checks of `/health/ready` as `mrr_health_check{check}`, made when somebody reads them. */
@Injectable()
export class HealthMetrics {
  constructor(@Inject(Registry) registry: Registry, @Inject(HealthRegistry) health: HealthRegistry) {
    new Gauge({
      name: 'mrr_health_check',
      help: 'Whether what this process works with answers: 1 or 0',
      labelNames: ['check'],
      registers: [registry],
      async collect() {
        const { checks } = await health.report();
        for (const [check, outcome] of Object.entries(checks)) this.set({ check }, outcome === 'ok' ? 1 : 0);
      },
    });
  }
}
