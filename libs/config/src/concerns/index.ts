import { alertsConcern } from './alerts.concern';
import { archiveConcern } from './archive.concern';
import { databaseConcern } from './database.concern';
import { deliveryConcern } from './delivery.concern';
import { failpointsConcern } from './failpoints.concern';
import { homeConcern } from './home.concern';
import { ingestConcern } from './ingest.concern';
import { observabilityConcern } from './observability.concern';
import { operationsConcern } from './operations.concern';
import { queueConcern } from './queue.concern';
import { reportConcern } from './report.concern';
import { schedulerConcern } from './scheduler.concern';
import { servicesConcern } from './services.concern';
import { upkeepConcern } from './upkeep.concern';
import { workerConcern } from './worker.concern';

/** All subjects of configuration. An app asks for those it needs, so it is not stopped by the mistakes of others. */
export const CONCERNS = {
  alerts: alertsConcern,
  archive: archiveConcern,
  database: databaseConcern,
  delivery: deliveryConcern,
  failpoints: failpointsConcern,
  home: homeConcern,
  ingest: ingestConcern,
  observability: observabilityConcern,
  operations: operationsConcern,
  queue: queueConcern,
  report: reportConcern,
  scheduler: schedulerConcern,
  services: servicesConcern,
  upkeep: upkeepConcern,
  worker: workerConcern,
} as const;

export type ConcernName = keyof typeof CONCERNS;
export type Config = { [N in ConcernName]: ReturnType<(typeof CONCERNS)[N]['build']> };
