import { InvalidConfigError } from './invalid-config.error';
import { loadConfigFrom } from './load-config';
import type { ConcernName } from './concerns';

function mistakes(environment: Record<string, string>, ...names: ConcernName[]): Record<string, string> {
  try {
    loadConfigFrom(environment, ...names);
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    return Object.fromEntries(error.mistakes.map((m) => [m.variable, m.found]));
  }
  return {};
}

describe('loadConfigFrom', () => {
  it('lists the mistakes of all concerns at once, those between variables included', () => {
    const environment = {
      DATABASE_POOL_SIZE: 'many',
      INBOX_POLL_INTERVAL: '30',
      DELIVERY_TARGET: 'sharepoint',
      GRAPH_UNITS_PER_MINUTE: '-1',
      GRAPH_TENANT_ID: 't',
    };
    expect(mistakes(environment, 'database', 'ingest', 'delivery')).toEqual({
      DATABASE_URL: 'nothing',
      DATABASE_POOL_SIZE: '"many"',
      INGEST_API_TOKEN: 'nothing',
      INBOX_POLL_INTERVAL: '"30"',
      GRAPH_UNITS_PER_MINUTE: '"-1"',
      GRAPH_CLIENT_ID: 'nothing',
      GRAPH_DRIVE_ID: 'nothing',
      GRAPH_CLIENT_SECRET: 'nothing',
    });
  });

  it('says what was expected', () => {
    expect(() => loadConfigFrom({ INGEST_MAX_FILE_SIZE: '2' }, 'ingest')).toThrow(
      'INGEST_MAX_FILE_SIZE: expected a size such as 512kb, 10mb or 2gb; found "2"',
    );
  });

  it.each([
    ['DATABASE_URL', 'mysql://u:hunter2@h/d', 'database'],
    ['INGEST_API_TOKEN', 'hunter2', 'ingest'],
    ['TIE_BREAK_KEY', 'hunter2', 'report'],
    ['REDIS_URL', 'http://:hunter2@h', 'queue'],
  ] as const)('does not show the value of %s', (variable, value, concern) => {
    expect(mistakes({ [variable]: value }, concern)).toHaveProperty(variable);
    expect(() => loadConfigFrom({ [variable]: value }, concern)).toThrow(/^(?!.*hunter2)/s);
  });

  it('reads durations, sizes, flags and instants into the units that the names say', () => {
    const environment = {
      INGEST_API_TOKEN: 'x'.repeat(16),
      INGEST_MAX_FILE_SIZE: '10mb',
      INBOX_POLL_INTERVAL: '2m',
      TIE_BREAK_KEY: 'y'.repeat(16),
      DNO_SEES_GAS_METER: 'false',
      REPORT_CREATION_CLOCK: '2020-03-09T06:00:00Z',
      MA_CUT_OFF: 'TUE 00:00:01',
    };
    const config = loadConfigFrom(environment, 'ingest', 'report', 'scheduler');
    expect(config.ingest).toMatchObject({ maxFileSizeBytes: 10_485_760, inboxPollIntervalMs: 120_000 });
    expect(config.report.dnoSeesGasMeter).toBe(false);
    expect(config.report.creationClock).toEqual(new Date(Date.UTC(2020, 2, 9, 6)));
    expect(config.scheduler.maCutOffSecondsIntoWeek).toBe(86_401);
  });

  it('takes an empty value as not set', () => {
    expect(loadConfigFrom({ MRR_HOME: '' }, 'home').home.homeDir).toBe(`${process.cwd()}/.mrr`);
  });

  it('has two gigabytes as the largest file', () => {
    const { ingest } = loadConfigFrom({ INGEST_API_TOKEN: 'x'.repeat(16) }, 'ingest');
    expect(ingest.maxFileSizeBytes).toBe(2 ** 31);
  });

  it('puts the delivered folder below the home unless told otherwise', () => {
    expect(loadConfigFrom({ MRR_HOME: '/srv/mrr' }, 'delivery').delivery).toEqual({
      target: 'folder',
      folder: '/srv/mrr/delivered',
    });
    expect(loadConfigFrom({ DELIVERY_FOLDER: '/out' }, 'delivery').delivery).toMatchObject({
      folder: '/out',
    });
  });

  it('needs a database, and no Redis, for queues in PostgreSQL', () => {
    expect(mistakes({ QUEUE_BACKEND: 'postgres' }, 'queue')).toEqual({ DATABASE_URL: 'nothing' });
    const { queue } = loadConfigFrom({ QUEUE_BACKEND: 'postgres', DATABASE_URL: 'postgres://h/d' }, 'queue');
    expect(queue).toEqual({ backend: 'postgres', url: 'postgres://h/d', schema: 'mrr_queue' });
  });

  it.each([
    [
      { GRAPH_CLIENT_SECRET: 's', GRAPH_CLIENT_CERTIFICATE: 'c', GRAPH_CLIENT_KEY: 'k' },
      'GRAPH_CLIENT_SECRET',
    ],
    [{ GRAPH_CLIENT_CERTIFICATE: 'c' }, 'GRAPH_CLIENT_KEY'],
    [{ GRAPH_CLIENT_KEY: 'k' }, 'GRAPH_CLIENT_CERTIFICATE'],
  ])('refuses the credential %j', (credential, variable) => {
    const ids = { GRAPH_TENANT_ID: 't', GRAPH_CLIENT_ID: 'c', GRAPH_DRIVE_ID: 'd' };
    const found = mistakes({ DELIVERY_TARGET: 'sharepoint', ...ids, ...credential }, 'delivery');
    expect(Object.keys(found)).toEqual([variable]);
  });
});
