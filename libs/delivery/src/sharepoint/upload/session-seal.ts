import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Keeps this key apart from all other uses of the same secret. */
const PURPOSE = 'upload session';

const schema = z.object({ uploadUrl: z.url(), sha256: z.string() });

/** An upload in progress; whoever knows the URL can write the file. */
export type UploadSessionRecord = z.output<typeof schema>;

/** Encrypts upload sessions for storage; a record that was moved to another destination does not open. */
export class SessionSeal {
  private readonly key: Buffer;

  /** @param secret at least 16 characters; the same in every process that shall continue an upload */
  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES));
  }

  seal(destination: string, record: UploadSessionRecord): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce).setAAD(Buffer.from(destination));
    const sealed = [cipher.update(JSON.stringify(record), 'utf8'), cipher.final()];
    return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
  }

  /** Undefined if it was sealed with another key, for another destination, or altered: then it is of no use. */
  open(destination: string, sealed: Buffer): UploadSessionRecord | undefined {
    try {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv(CIPHER, this.key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(destination)).setAuthTag(tag);
      const opened = [decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
      return schema.parse(JSON.parse(Buffer.concat(opened).toString('utf8')));
    } catch {
      return undefined;
    }
  }
}
