import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningSimulator } from '@app/testing';
import { selfSignedCertificate } from '../../libs/delivery/test/self-signed-certificate';
import { ConnectProxy, TlsFront } from './connect-proxy';
import { DistributionRig, graphVariables } from './distribution-rig';

/** Names that nobody can look up: what arrives has come through the proxy. */
const HOSTS = { graph: 'graph.mrr.invalid', token: 'login.mrr.invalid', upload: 'tenant.mrr.invalid' };
const FILES = [
  { folder: 'PXX999 Small', fileName: 'small#1.csv', content: randomBytes(900) },
  { folder: 'PXX999 Small', fileName: 'large#2.csv', content: randomBytes(5 * 2 ** 20) },
];
const PATIENCE_MS = 240_000;

let dir: string;
let simulator: RunningSimulator;
let rig: DistributionRig;
const open: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'mrr-proxy-'));
  [simulator, rig] = await Promise.all([RunningSimulator.start(), DistributionRig.open()]);
}, PATIENCE_MS);
beforeEach(async () => {
  await simulator.reset();
  await rig.clear();
  await simulator.makeFolder('PXX999 Small');
  for (const { folder, fileName, content } of FILES) await rig.issue(folder, fileName, content);
});
afterEach(async () => {
  await rig.kill();
  await Promise.all(open.splice(0).map((one) => one.stop()));
});
afterAll(async () => {
  await rig.close();
  await simulator.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function started<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const one = await starting;
  open.push(one);
  return one;
}

async function expectDelivered(): Promise<void> {
  await rig.until('all are delivered', async () => (await rig.delivered()) === FILES.length, 120_000);
  for (const { folder, fileName, content } of FILES) {
    expect((await simulator.content(`${folder}/${fileName}`))?.equals(content)).toBe(true);
  }
}

it(
  'takes the whole way through the tunnels of HTTPS_PROXY: sign-in, Graph, upload host',
  async () => {
    const certificate = selfSignedCertificate('mrr test', Object.values(HOSTS));
    writeFileSync(join(dir, 'ca.pem'), certificate.certificate);
    const { graphUrl, authorityUrl, uploadUrl } = simulator.address;
    const fronts = new Map<string, number>();
    for (const [host, url] of [
      [HOSTS.graph, graphUrl],
      [HOSTS.token, authorityUrl],
      [HOSTS.upload, uploadUrl],
    ] as const) {
      fronts.set(host, (await started(TlsFront.before(url, certificate))).port);
    }
    const proxy = await started(ConnectProxy.start(fronts));
    const [graph, token, upload] = [HOSTS.graph, HOSTS.token, HOSTS.upload].map((host) => `https://${host}`);
    await simulator.set({ publicOrigins: { graph: graph ?? '', token: token ?? '', upload: upload ?? '' } });
    await rig.start({
      ...graphVariables(simulator),
      GRAPH_BASE_URL: `${graph}/v1.0`,
      GRAPH_AUTHORITY_HOST: token ?? '',
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem'),
    });
    await expectDelivered();
    expect(new Set(proxy.reached)).toEqual(new Set(Object.values(HOSTS).map((host) => `${host}:443`)));
  },
  PATIENCE_MS,
);

it(
  'asks a proxy of this machine for plain http as well, except for what NO_PROXY names',
  async () => {
    const { graphUrl, authorityUrl, uploadUrl } = simulator.address;
    const proxy = await started(ConnectProxy.start());
    await rig.start({
      ...graphVariables(simulator),
      HTTP_PROXY: proxy.url,
      NO_PROXY: new URL(uploadUrl).host,
    });
    await expectDelivered();
    const requests = (await simulator.journal()).filter(({ server }) => server !== 'upload');
    expect(proxy.reached).toHaveLength(requests.length); // nothing has gone past it
    expect(new Set(proxy.reached)).toEqual(new Set([graphUrl, authorityUrl].map((url) => new URL(url).host)));
  },
  PATIENCE_MS,
);
