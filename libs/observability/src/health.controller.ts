import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';
import { Registry } from 'prom-client';
import { HealthRegistry, type HealthReport } from './health-registry';

/** Probes for the orchestrator and figures for Prometheus; tells nothing about parties or reports. */
@Controller()
export class HealthController {
  constructor(
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
    @Inject(Registry) private readonly registry: Registry,
  ) {}

  /** Answers as long as the event loop turns: a service that is away is no reason to restart this process. */
  @Get('health/live')
  live(): { alive: true } {
    return { alive: true };
  }

  @Get('health/ready')
  async ready(): Promise<HealthReport> {
    const report = await this.health.report();
    if (!report.ready) throw new ServiceUnavailableException(report);
    return report;
  }

  @Get('metrics')
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
