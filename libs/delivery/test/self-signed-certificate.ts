import { generateKeyPairSync, sign } from 'node:crypto';

function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

const SEQUENCE = 0x30;
const SHA256_WITH_RSA = der(SEQUENCE, Buffer.from('06092a864886f70d01010b0500', 'hex'));
const COMMON_NAME = Buffer.from('0603550403', 'hex');

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/** X.509 v3 with alternative names, and marked as an authority, so that a client may trust it alone. */
function extensions(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) => der(0x82, Buffer.from(host)));
  const alternative = der(SEQUENCE, Buffer.from('0603551d11', 'hex'), der(0x04, der(SEQUENCE, ...names)));
  const authority = Buffer.from('300f0603551d130101ff040530030101ff', 'hex');
  return der(0xa3, der(SEQUENCE, authority, alternative));
}

/**
 * A certificate for `name`, valid from 2020 to 2049, and its key; both PEM. Node itself cannot make one.
 * @param hosts for servers: the names under which they are reached
 */
export function selfSignedCertificate(
  name: string,
  hosts: readonly string[] = [],
): { certificate: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const who = der(SEQUENCE, der(0x31, der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const validity = der(
    SEQUENCE,
    ...['200101000000Z', '490101000000Z'].map((time) => der(0x17, Buffer.from(time))),
  );
  const subjectKey = publicKey.export({ type: 'spki', format: 'der' });
  const serial = der(0x02, Buffer.from([1]));
  const fields = [serial, SHA256_WITH_RSA, who, validity, who, subjectKey];
  const version3 = der(0xa0, der(0x02, Buffer.from([2])));
  const body =
    hosts.length === 0 ? der(SEQUENCE, ...fields) : der(SEQUENCE, version3, ...fields, extensions(hosts));
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  return {
    certificate: pem('CERTIFICATE', der(SEQUENCE, body, SHA256_WITH_RSA, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}
