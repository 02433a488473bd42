/** Base of all that a destination can answer; told apart by `code` and class, never by message. */
export abstract class DeliveryError extends Error {
  abstract readonly code: string;
  /** False: trying again changes nothing until somebody acts. */
  abstract readonly retryable: boolean;
  /** Set: try again after this time, and count it as no attempt, because the wait says nothing about the file. */
  readonly retryAfterMs?: number;
  /** Set: as before, but nobody knows for how long: first this time, then ever longer ones. */
  readonly firstWaitMs?: number;

  protected constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
