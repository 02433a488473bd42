import { join } from 'node:path';
import type { Config } from 'jest';
import { hostTestServices, type TestServicesHost } from '../libs/testing/src/test-services-host';

declare global {
  // Jest loads the setup and the teardown apart from each other; this is all that they share.
  var testServicesHost: TestServicesHost | undefined;
}

/** Offers PostgreSQL and Redis to the tests that ask for them. */
export default async function globalSetup({ rootDir }: Config): Promise<void> {
  globalThis.testServicesHost = await hostTestServices(join(rootDir ?? '.', '.mrr', 'redis'));
}
