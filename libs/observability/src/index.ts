export { HealthController } from './health.controller';
export { HealthRegistry, type HealthCheck, type HealthReport } from './health-registry';
export { currentJob, runInJobContext, type JobContext } from './job-context';
export { JobMetrics } from './job-metrics';
export { ObservabilityModule } from './observability.module';
export { redact } from './redact';
export { ServiceLogger } from './service-logger';
export { postgresCheck, redisCheck } from './service-checks';
export { runService, type ServiceOptions } from './start-service';
