import type { Readable } from 'node:stream';

/** One report file on its way to one folder. */
export interface Consignment {
  /** The Party's folder: one name, no path. */
  folder: string;
  /** The exact report file name; a profile's `#` included. */
  fileName: string;
  /** Opens the content from its first byte; called once per upload or comparison. */
  open(): Readable;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
  signal?: AbortSignal;
}

/** Proof that the destination holds the file whole (P7): written only after reading size and hash back from it. */
export interface Receipt {
  target: string;
  /** Where a person finds the file: a path or a URL. */
  location: string;
  bytes: number;
  sha256: string;
  verifiedAt: Date;
  itemId?: string;
  eTag?: string;
  /** What was compared with the issue; `size` alone only where the destination offers nothing more. */
  verifiedBy?: 'hash' | 'content' | 'size';
  /** Base64, where the destination has this hash. */
  quickXorHash?: string;
}

/**
 * A place to which reports are delivered. `deliver` may be repeated at any time: a file that is already there with the
 * same content is success, so a crash between publishing and storing the receipt is healed by a second call. A file
 * that is there with other content is never touched.
 */
export abstract class DeliveryTarget {
  /** @throws DeliveryError (see `errors/`: each class has one stable `code`); the signal's reason if it is aborted */
  abstract deliver(consignment: Consignment): Promise<Receipt>;
}
