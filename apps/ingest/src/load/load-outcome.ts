/** How one run of a load job ended; anything else is an error and is retried. */
export type LoadOutcome =
  | { readonly kind: 'accepted'; readonly records: number; readonly setAside: number }
  | { readonly kind: 'rejected'; readonly code: string; readonly reason: string }
  | { readonly kind: 'duplicate' }
  /** Files received earlier may have the same bytes or key and are not decided yet. */
  | { readonly kind: 'waits'; readonly earlierFiles: number }
  /** Another run decided it already. */
  | { readonly kind: 'skipped' };
