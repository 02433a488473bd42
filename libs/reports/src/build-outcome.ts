/** How one run of a build job ended; anything else is an error. */
export type BuildOutcome =
  | {
      readonly kind: 'issued';
      readonly issueId: string;
      readonly rowCount: number;
      readonly sizeBytes: number;
    }
  | { readonly kind: 'nil'; readonly reason: NilReason }
  /** An earlier slot of the same report and recipient is not finished; slots are issued in slot order. */
  | { readonly kind: 'waits'; readonly earlierSlots: number }
  /** Another run did it already. */
  | { readonly kind: 'skipped'; readonly state: string };

export const NIL_REASONS = {
  NO_ROWS: 'Nothing to report (R17)',
  NOT_STARTED: 'No Migration Authorisation for an active meter has been processed yet (R14)',
  NOT_A_RECIPIENT: 'The ruling master data no longer names this User ID as a recipient',
} as const;
export type NilReason = keyof typeof NIL_REASONS;
