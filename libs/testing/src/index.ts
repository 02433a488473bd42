export { createTestDatabase, type TestDatabase, withTestDatabase } from './test-database';
export { testQueuePrefix } from './test-queue-prefix';
export { testRedisUrl, type TestServices, testServices } from './test-services';
export { RunningSimulator } from './graph-simulator/running-simulator';
export type { SimulatorSettings } from './graph-simulator/settings';
export type { Fault, FaultAction, Operation } from './graph-simulator/fault-plan';
export { startAzurite, type Azurite } from './azurite';
export { startReplica } from './start-replica';
