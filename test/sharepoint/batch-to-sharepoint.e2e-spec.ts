import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningSimulator } from '@app/testing';
import { Mrr } from '../cli/mrr';
import { borderCases } from '../reference/border-cases';
import { compareReports } from '../reference/compare';
import { writeFolder } from '../reference/folders';
import { isoText } from '../reference/instants';
import { expectedReports } from '../reference/model';

/** A whole batch whose reports go to a Graph server that is known by the environment alone. */
describe('mrr with DELIVERY_TARGET=sharepoint', () => {
  const work = mkdtempSync(join(tmpdir(), 'mrr-sharepoint-'));
  const { files, from, to } = borderCases(3, 'small');
  const inputs = [...files].map(([path, bytes]) => ({ path, bytes }));
  const expected = expectedReports(inputs, from, to);
  const folders = [...new Set([...expected.reports, ...expected.responses].map(({ folder }) => folder))];
  let simulator: RunningSimulator;
  let env: Record<string, string>;

  beforeAll(async () => {
    writeFolder(join(work, 'in'), inputs);
    simulator = await RunningSimulator.start();
    const { address } = simulator;
    env = {
      DELIVERY_TARGET: 'sharepoint',
      GRAPH_BASE_URL: address.graphUrl,
      GRAPH_AUTHORITY_HOST: address.authorityUrl,
      GRAPH_TENANT_ID: address.tenantId,
      GRAPH_CLIENT_ID: address.clientId,
      GRAPH_CLIENT_SECRET: address.clientSecret,
      GRAPH_DRIVE_ID: address.driveId,
      GRAPH_ROOT_FOLDER: 'Reports',
    };
    await simulator.makeFolder('Reports');
  });

  afterAll(async () => {
    await simulator.stop();
    rmSync(work, { recursive: true, force: true });
  });

  it('provisions nothing unless told to, and then a folder per Party that only its readers see', async () => {
    const readers = join(work, 'readers.csv');
    writeFolder(work, [
      {
        path: 'readers.csv',
        bytes: Buffer.from(folders.map((name) => `"${name}",reader@party.example\n`).join('')),
      },
    ]);
    const provision = [
      'sharepoint',
      'provision',
      '--readers',
      readers,
      ...folders.flatMap((name) => ['--folder', name]),
    ];
    expect((await new Mrr(provision, work, env).ended()).exitCode).toBe(0);
    expect((await simulator.state()).items.map(({ path }) => path)).toEqual(['Reports']);
    await simulator.set({ siteRole: 'owner' });
    expect((await new Mrr([...provision, '--apply'], work, env).ended()).exitCode).toBe(0);
    await simulator.set({ siteRole: 'write' }); // all that the uploads need
    const made = (await simulator.state()).items.filter(({ path }) => path !== 'Reports');
    expect(made.map(({ path }) => path).toSorted()).toEqual(
      folders.map((name) => `Reports/${name}`).toSorted(),
    );
    expect(new Set(made.flatMap((item) => item.readers))).toEqual(new Set(['reader@party.example']));
  });

  it('finds the library in order', async () => {
    const check = ['sharepoint', 'check', '--json', ...folders.flatMap((name) => ['--folder', name])];
    const { exitCode, stdout } = await new Mrr(check, work, env).ended();
    expect({
      exitCode,
      failed: JSON.parse(stdout).findings.filter((one: { state: string }) => one.state === 'failed'),
    }).toEqual({
      exitCode: 0,
      failed: [],
    });
  });

  it('delivers every report whole to its folder, and nothing elsewhere', async () => {
    const args = [
      'batch',
      '--in',
      'in',
      '--from',
      isoText(from),
      '--to',
      isoText(to),
      '--out',
      'unused',
      '--json',
    ];
    const { stdout } = await new Mrr(args, work, env).ended();
    expect(JSON.parse(stdout).slots.failed).toBe(0);
    const delivered = (await simulator.state()).items.filter(({ isFolder }) => !isFolder);
    for (const { path } of delivered) {
      const bytes = (await simulator.content(path)) ?? Buffer.alloc(0);
      writeFolder(join(work, 'out'), [{ path: path.replace(/^Reports\//, ''), bytes }]);
    }
    expect(compareReports(join(work, 'out'), expected)).toEqual([]);
  }, 300_000);
});
