import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { RunningSimulator } from '@app/testing';
import { selfSignedCertificate } from '../../libs/delivery/test/self-signed-certificate';
import { ROOT_FOLDER, targetFor } from '../../libs/delivery/test/sharepoint-harness';
import { consignmentOf } from '../../libs/delivery/src/testing/describe-delivery-target';
import { ConnectProxy, TlsFront } from './connect-proxy';

/** Where rclone looks for SharePoint; it cannot be told otherwise. */
const HOST = 'graph.microsoft.com';
const FILES = [
  { folder: 'PXX999 Example Energy', fileName: 'S1MIG-007_PXX999_000010_20200309#060000.csv', bytes: 900 },
  { folder: 'PXX999 Example Energy', fileName: '100%23 of it.csv', bytes: 0 },
  { folder: 'PYY888 Large', fileName: 'S1MIG-001_PYY888_000011_20200309#060000.csv', bytes: 5 * 2 ** 20 + 3 },
].map(({ bytes, ...place }) => ({ ...place, content: randomBytes(bytes) }));
const PATIENCE_MS = 120_000;

const isInstalled = spawnSync('rclone', ['version']).status === 0;
if (!isInstalled) process.stderr.write('rclone is not installed: it does not judge what SharePoint holds\n');

/** Another client of SharePoint, which knows nothing of this product, lists, hashes and reads what was delivered. */
(isInstalled ? describe : describe.skip)('rclone, on what was delivered to SharePoint', () => {
  let dir: string;
  let simulator: RunningSimulator;
  let rclone: (...args: string[]) => Promise<string>;
  const open: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'mrr-rclone-'));
    simulator = await RunningSimulator.start();
    const certificate = selfSignedCertificate(HOST, [HOST]);
    const front = await TlsFront.before(simulator.address.graphUrl, certificate);
    const proxy = await ConnectProxy.start(new Map([[HOST, front.port]]));
    open.push(front, proxy, simulator);
    writeFileSync(join(dir, 'ca.pem'), certificate.certificate);
    writeFileSync(join(dir, 'rclone.conf'), await configuration(simulator));
    const env = { PATH: process.env['PATH'], HTTPS_PROXY: proxy.url, SSL_CERT_FILE: join(dir, 'ca.pem') };
    const fixed = ['--config', join(dir, 'rclone.conf'), '--retries', '1', '--low-level-retries', '1'];
    rclone = async (...args) => {
      const { stdout, stderr } = await promisify(execFile)('rclone', [...args, ...fixed], { env, cwd: dir });
      return stdout + stderr;
    };
    const target = targetFor(simulator);
    for (const { folder, fileName, content } of FILES) {
      await simulator.makeFolder(`${ROOT_FOLDER}/${folder}`);
      await target.deliver(consignmentOf(content, { folder, fileName }));
      mkdirSync(dirname(join(dir, 'out', folder, fileName)), { recursive: true });
      writeFileSync(join(dir, 'out', folder, fileName), content);
    }
  }, PATIENCE_MS);
  afterAll(async () => {
    await Promise.all(open.map((one) => one.stop()));
    rmSync(dir, { recursive: true, force: true });
  });

  it('finds every file under its name with its size, and nothing else', async () => {
    const listed = await rclone('lsf', '--recursive', '--files-only', '--format', 'sp', `sp:${ROOT_FOLDER}`);
    expect(listed.trim().split('\n').toSorted()).toEqual(
      FILES.map(({ folder, fileName, content }) => `${content.length};${folder}/${fileName}`).toSorted(),
    );
  });

  it.each([
    ['by the hashes that it computes itself', []],
    ['by every byte', ['--download']],
  ])(
    'finds them equal %s',
    async (_, options) => {
      const told = await rclone('check', 'out', `sp:${ROOT_FOLDER}`, ...options);
      expect(told).toMatch(/0 differences found/);
      expect(told).toMatch(/3 matching files/);
    },
    PATIENCE_MS,
  );

  it('notices a file that differs in one byte', async () => {
    const { folder, fileName, content } = FILES[0] as (typeof FILES)[number];
    const other = Buffer.from(content);
    other.writeUInt8(other.readUInt8(7) ^ 1, 7);
    await simulator.plant(`${ROOT_FOLDER}/${folder}/${fileName}`, other);
    await expect(rclone('check', 'out', `sp:${ROOT_FOLDER}`)).rejects.toThrow(/1 differences found/);
  });
});

/** With a token that is good already: rclone signs in as a person, which needs a browser. */
async function configuration({ address }: RunningSimulator): Promise<string> {
  const { authorityUrl, tenantId, clientId, clientSecret, driveId } = address;
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `https://${HOST}/.default`,
  };
  const answer = await fetch(`${authorityUrl}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  const expiry = new Date(Date.now() + 3_000_000).toISOString();
  const token = JSON.stringify({ access_token, token_type: 'Bearer', refresh_token: 'none', expiry });
  return `[sp]\ntype = onedrive\nregion = global\ndrive_id = ${driveId}\ndrive_type = documentLibrary\ntoken = ${token}\n`;
}
