export interface Backoff {
  firstMs: number;
  mostMs: number;
}

export const DEFAULT_BACKOFF: Backoff = { firstMs: 1000, mostMs: 30_000 };

/** The wait before try number `tries` + 2: doubling, between half and all of it, so that crowds disperse. */
export function backoffMs(tries: number, { firstMs, mostMs }: Backoff): number {
  const full = Math.min(firstMs * 2 ** tries, mostMs);
  return full * (0.5 + Math.random() / 2);
}
