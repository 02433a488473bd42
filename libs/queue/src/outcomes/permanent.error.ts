/** Thrown by a handler when trying again changes nothing: the job fails at once, whatever attempts it has left. */
export class PermanentError extends Error {
  /** @param code stable, e.g. `DELIVERY.CONTENT_CONFLICT`; it is what the log line tells */
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'PermanentError';
  }
}
