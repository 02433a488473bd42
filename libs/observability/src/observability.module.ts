import { Module, type DynamicModule } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { HealthController } from './health.controller';
import { HealthMetrics } from './health-metrics';
import { HealthRegistry, type HealthCheck } from './health-registry';
import { JobMetrics } from './job-metrics';
import { TracingShutdown } from './tracing/tracing-shutdown';

/** A registry per application, not prom-client's global one: tests start several applications in one process. */
@Module({})
export class ObservabilityModule {
  static forRoot(checks: readonly HealthCheck[] = []): DynamicModule {
    const registry = {
      provide: Registry,
      useFactory: () => {
        const created = new Registry();
        collectDefaultMetrics({ register: created });
        return created;
      },
    };
    const health = {
      provide: HealthRegistry,
      useFactory: () => {
        const created = new HealthRegistry();
        checks.forEach((check) => created.add(check));
        return created;
      },
    };
    return {
      module: ObservabilityModule,
      global: true,
      controllers: [HealthController],
      providers: [registry, health, HealthMetrics, JobMetrics, TracingShutdown],
      exports: [Registry, HealthRegistry, JobMetrics],
    };
  }
}
