/** How one run of a load job ended; anything else is an error and is retried. */
export type LoadOutcome =
  | { readonly kind: 'accepted'; readonly records: number; readonly setAside: number }
  | { readonly kind: 'rejected'; readonly code: string; readonly reason: string }
  | { readonly kind: 'duplicate' }
  /** A file received earlier may have the same bytes or key and is not decided yet. */
  | { readonly kind: 'waits' }
  /** Another run decided it already. */
  | { readonly kind: 'skipped' };
