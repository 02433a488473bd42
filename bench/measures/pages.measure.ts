import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { App, installationOn, type Installation } from '../harness/app';
import { quantile } from '../harness/median';
import { withClient } from '../harness/with-client';
import { historyDatabase } from '../history/history-database';
import type { Measure, Series } from '../measure';
import { SLOT_TIME } from './built-slot';

const GOAL_MS = 200;
const START_DEADLINE_MS = 120_000;

/** A kind of page with the addresses that are asked for in turn. */
interface Page {
  readonly name: string;
  readonly paths: readonly string[];
}

/** What operators and recipients look at, on the database with the long history; one request at a time. */
export const pages: Measure = {
  name: 'pages',
  title: 'Explain, preview and console pages',
  async measure(bench) {
    const attempts = bench.size(12_000_000, 200_000);
    const { database, url } = await historyDatabase(bench, attempts, bench.size(20_000, 5_000));
    const requests = bench.size(100, 20);
    const installation = installationOn(bench, database, { OPERATIONS_REQUESTS_PER_MINUTE: '1000000' });
    const kinds = await pagesOf(url, requests);
    const app = await App.start(bench, installation, 'operations');
    try {
      const base = await listening(installation);
      const times = kinds.map((): number[] => []);
      // In turn, so that a busy moment of the machine meets all of them; the first of each warms up.
      for (let turn = 0; turn <= requests; turn++) {
        for (const [index, { paths }] of kinds.entries()) {
          const elapsed = await get(installation, `${base}${paths[turn % paths.length]}`);
          if (turn > 0) times[index]?.push(elapsed);
        }
      }
      const series = kinds.map(({ name }, index): Series => ({
        name,
        unit: 'ms',
        values: times[index] ?? [],
      }));
      return {
        figures: series.map(({ name, values }) => ({
          what: `${name}, p95`,
          against: '–',
          goal: { kind: 'at most', value: GOAL_MS },
          value: quantile(values, 0.95),
          unit: 'ms',
        })),
        series,
        conditions: { attempts, requests },
      };
    } finally {
      await app.stop();
    }
  },
};

async function pagesOf(url: string, requests: number): Promise<Page[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Record<'chf' | 'mpan' | 'mprn' | 'ma' | 'slot' | 'file', string>>(
      `SELECT i.chf_id AS chf, i.import_mpan AS mpan, i.mprn, i.electricity_ma_file || ':' || i.electricity_ma_record AS ma,
              (SELECT slot_id FROM issue JOIN entitlement e ON e.issue_id = issue.id WHERE e.attempt_id = i.id LIMIT 1) AS slot,
              i.source_file_id AS file
         FROM installation_record i TABLESAMPLE SYSTEM (0.5)
         JOIN attempt a ON a.id = i.id AND a.concluded_at IS NOT NULL
        WHERE i.import_mpan IS NOT NULL AND i.mprn IS NOT NULL AND i.electricity_ma_file IS NOT NULL
        ORDER BY hashint8(i.id) LIMIT $1`,
      [requests],
    );
    const { rows: recipients } = await client.query<{ user_id: string; role: string }>(
      'SELECT user_id, role FROM recipient ORDER BY user_id',
    );
    const suppliers = recipients.filter(({ role }) => role === 'SUPPLIER').map(({ user_id }) => user_id);
    const by = (path: (value: string) => string, key: keyof (typeof rows)[number]): string[] =>
      rows.flatMap((row) => (row[key] === null ? [] : [path(encodeURIComponent(row[key]))]));
    const previews = (report: string): Page => ({
      name: `preview ${report}`,
      paths: suppliers.map(
        (user) => `/v1/preview?report=${report}&recipient=${user}&at=${SLOT_TIME.toISOString()}`,
      ),
    });
    return [
      { name: 'explain CHF', paths: by((value) => `/v1/explain?chf=${value}`, 'chf') },
      { name: 'explain MPAN', paths: by((value) => `/v1/explain?mpan=${value}`, 'mpan') },
      { name: 'explain MPRN', paths: by((value) => `/v1/explain?mprn=${value}`, 'mprn') },
      { name: 'explain authorisation', paths: by((value) => `/v1/explain?authorisation=${value}`, 'ma') },
      { name: 'console explain', paths: by((value) => `/explain?kind=chf&value=${value}`, 'chf') },
      ...['S1MIG-001', 'S1MIG-003', 'S1MIG-004', 'S1MIG-005', 'S1MIG-006', 'S1MIG-008'].map(previews),
      { name: 'console today', paths: ['/', '/?day=2020-03-09', '/?day=2019-06-03'] },
      { name: 'console slot', paths: by((value) => `/slots/${value}`, 'slot') },
      { name: 'console recipients', paths: ['/recipients'] },
      { name: 'console recipient', paths: suppliers.map((user) => `/recipients/${user}`) },
      { name: 'console migrations', paths: ['/migrations'] },
      { name: 'console source files', paths: ['/source-files'] },
      { name: 'console source file', paths: by((value) => `/source-files/${value}`, 'file') },
    ];
  });
}

async function listening(installation: Installation): Promise<string> {
  const base = `http://127.0.0.1:${installation.operationsPort}`;
  for (const deadline = Date.now() + START_DEADLINE_MS; Date.now() < deadline; await delay(200)) {
    const isUp = await get(installation, `${base}/v1/me`).then(
      () => true,
      () => false,
    );
    if (isUp) return base;
  }
  throw new Error('The operations app does not start');
}

/** @returns milliseconds until the whole answer is there */
async function get({ secrets }: Installation, url: string): Promise<number> {
  const start = performance.now();
  const response = await fetch(url, { headers: { authorization: `Bearer ${secrets.operationsApiToken}` } });
  const body = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${url}: ${body.slice(0, 300)}`);
  return performance.now() - start;
}
