import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningSimulator } from '@app/testing';
import { consignmentOf } from '../src/testing/describe-delivery-target';
import { selfSignedCertificate } from './self-signed-certificate';
import { ROOT_FOLDER, targetFor } from './sharepoint-harness';

const consignment = consignmentOf(Buffer.from('10,1\r\n'));
const path = (name: string) => join(dir, name);

let dir: string;
let simulator: RunningSimulator;

async function makeCertificate(name: string): Promise<void> {
  const { certificate, key } = selfSignedCertificate(name);
  await writeFile(path(`${name}.pem`), certificate);
  await writeFile(path(`${name}.key`), key);
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'certificate-'));
  for (const name of ['registered', 'other']) await makeCertificate(name);
  simulator = await RunningSimulator.start(['--certificate', path('registered.pem')]);
});
afterAll(async () => {
  await simulator.stop();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  await simulator.reset();
  await simulator.makeFolder(`${ROOT_FOLDER}/${consignment.folder}`);
});

function targetWith(name: string) {
  const files = { certificatePath: path(`${name}.pem`), keyPath: path(`${name}.key`) };
  return targetFor(
    simulator,
    {},
    { credential: { kind: 'certificate', ...files }, sessionKey: 'x'.repeat(16) },
  );
}

describe('signing in with a certificate', () => {
  it('works with the one that is registered', async () => {
    await targetWith('registered').deliver(consignment);
    expect((await simulator.state()).items).toHaveLength(3);
  });

  it('is refused with another one', async () => {
    await expect(targetWith('other').deliver(consignment)).rejects.toMatchObject({
      code: 'DELIVERY.SIGN_IN_REFUSED',
    });
  });

  it('says that the files cannot be read', async () => {
    await expect(targetWith('absent').deliver(consignment)).rejects.toMatchObject({
      code: 'DELIVERY.SIGN_IN_REFUSED',
      message: expect.stringMatching(/cannot be read/) as string,
    });
  });
});
