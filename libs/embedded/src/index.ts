export { EmbeddedServiceError } from './embedded-service.error';
export {
  type EmbeddedServices,
  type EmbeddedServicesOptions,
  startEmbeddedServices,
} from './embedded-services';
export { freePort } from './free-port';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './postgres/start-embedded-postgres';
export {
  type EmbeddedRedis,
  type EmbeddedRedisOptions,
  startEmbeddedRedis,
} from './redis/start-embedded-redis';
export { findRedisProgram, type RedisProgram } from './redis/redis-program';
export { ServiceInUseError } from './service-in-use.error';
export { NODE_FLAGS } from './supervision/node-flags';
export {
  type SupervisedProcess,
  type SupervisedProcessOptions,
  superviseProcess,
} from './supervision/supervise-process';
export type { ChildOutput, ProcessExit } from './supervision/watchdog-protocol';
