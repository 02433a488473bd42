/** A file as it lies in a Party's folder at the destination. */
export interface DeliveredItem {
  readonly fileName: string;
  /** Undefined: the destination does not tell. */
  readonly bytes: number | undefined;
  /** Base64, as a receipt keeps it; undefined where the destination has no such hash. */
  readonly quickXorHash: string | undefined;
  /** Of the bytes, lower-case hex; reads all of them. Undefined where the hash above has to do. */
  readonly sha256?: () => Promise<string>;
}

/** What lies in the Party's folder, in no order; nothing, if there is no such folder. @throws DeliveryError */
export type ListDelivered = (folder: string) => AsyncIterable<DeliveredItem>;
