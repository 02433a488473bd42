import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mrr } from '../cli/mrr';
import { borderCases } from '../reference/border-cases';
import { compareReports } from '../reference/compare';
import { writeFolder } from '../reference/folders';
import { isoText } from '../reference/instants';
import { expectedReports } from '../reference/model';
import { PlainGraphServer } from './plain-graph-server';

const PATIENCE_MS = 600_000;

/** A whole batch to a server that we did not write for ourselves, on a bad day, with one Party's folder missing. */
describe('mrr batch to a Graph server of another make', () => {
  const work = mkdtempSync(join(tmpdir(), 'mrr-plain-graph-'));
  const server = new PlainGraphServer();

  beforeAll(() => server.start());
  afterAll(async () => {
    await server.stop();
    rmSync(work, { recursive: true, force: true });
  });

  it(
    'delivers everything once, and fails for the missing folder alone',
    async () => {
      const { files, from, to } = borderCases(3, 'small');
      const inputs = [...files].map(([path, bytes]) => ({ path, bytes }));
      const expected = expectedReports(inputs, from, to);
      const all = [...expected.reports, ...expected.responses];
      const [missing, ...folders] = [...new Set(all.map(({ folder }) => folder))];
      for (const folder of folders) server.makeFolder(folder);
      writeFolder(join(work, 'in'), inputs);
      server.troubles.push(
        { when: /^POST .*token/, answer: { status: 503, headers: { 'Retry-After': '1.5' } } },
        { when: /^PUT/, answer: { status: 423 } },
        { when: /^PUT/, times: 2, answer: { status: 507, body: '<html>full</html>' } },
        { when: /^PUT/, isDone: true },
        { when: /^PUT/, times: 2, answer: { status: 503 } },
        { when: /^PUT/, answer: { status: 429, headers: { 'Retry-After': '2.128' } } },
        { when: /^GET/ },
      );
      const args = ['--in', 'in', '--from', isoText(from), '--to', isoText(to), '--out', 'unused', '--json'];
      const { stdout, stderr } = await mrr(['batch', ...args], work, {
        DELIVERY_TARGET: 'sharepoint',
        GRAPH_BASE_URL: `${server.url}/v1.0/`,
        GRAPH_AUTHORITY_HOST: `${server.url}/`,
        GRAPH_TENANT_ID: 'contoso',
        GRAPH_CLIENT_ID: 'app',
        GRAPH_CLIENT_SECRET: server.clientSecret,
        GRAPH_DRIVE_ID: server.driveId,
      });
      const remaining = {
        ...expected,
        reports: expected.reports.filter(({ folder }) => folder !== missing),
        responses: expected.responses.filter(({ folder }) => folder !== missing),
      };
      const delivered = [...server.entries].flatMap(([key, { name, content }]) =>
        content
          ? [
              {
                path: `${folders.find((one) => key.startsWith(`${one.toLowerCase()}/`))}/${name}`,
                bytes: content,
              },
            ]
          : [],
      );
      writeFolder(join(work, 'out'), delivered);
      expect(compareReports(join(work, 'out'), remaining)).toEqual([]);
      const { slots } = JSON.parse(stdout) as { slots: { delivered: number; failed: number } };
      expect({ ...slots, stderr }).toMatchObject({ delivered: delivered.length });
      expect(slots.failed).toBe(expected.reports.length - remaining.reports.length);
      expect(server.troubles.every(({ times }) => times === 0)).toBe(true);
    },
    PATIENCE_MS,
  );
});
