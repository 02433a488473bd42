import { createTestDatabase, type TestDatabase } from '@app/testing';
import { describeJobQueue } from './testing/describe-job-queue';

let database: TestDatabase;
let schemas = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describeJobQueue('PostgreSQL', async () => ({
  backend: 'postgres',
  url: database.url,
  schema: `queue_${(schemas += 1)}`,
}));
