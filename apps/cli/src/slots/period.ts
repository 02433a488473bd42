/** Slot times from `from` to `to`, both included. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}
