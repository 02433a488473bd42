import { JOB_CATALOGUE, QUEUE_NAMES, type QueueName } from './job-catalogue';

const ids = {
  'ingest-file': { sourceFileId: '42' },
  'build-report': { slotId: '42' },
  'distribute-report': { issueId: '42' },
};
const inputs: [QueueName, Record<string, string>][] = QUEUE_NAMES.map((name) => [name, ids[name]]);

describe.each(inputs)('%s', (name, input) => {
  const settings = JOB_CATALOGUE[name];
  const [idField = ''] = Object.keys(input);

  it('has a job id that BullMQ accepts', () => {
    const jobId = settings.jobId(input as never);
    expect(jobId).toMatch(/^[a-z]+-42$/);
  });

  it('accepts ids up to the largest bigint, as text', () => {
    const payload = { [idField]: '9223372036854775807', correlationId: 'c-1' };
    expect(settings.payload.safeParse(payload).success).toBe(true);
  });

  it.each(['', '0', '-1', '1.5', '042', 'abc', 42, null])('refuses the id %j', (id) => {
    expect(settings.payload.safeParse({ [idField]: id, correlationId: 'c-1' }).success).toBe(false);
  });

  it('refuses anything besides ids', () => {
    const payload = { ...input, correlationId: 'c-1', mpan: '1234567890123' };
    expect(settings.payload.safeParse(payload).success).toBe(false);
  });
});
