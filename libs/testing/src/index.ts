export { createTestDatabase, type TestDatabase, withTestDatabase } from './test-database';
export { testQueuePrefix } from './test-queue-prefix';
export { testRedisUrl, type TestServices, testServices } from './test-services';
