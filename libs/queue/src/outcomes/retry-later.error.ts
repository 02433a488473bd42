/** Thrown by a handler that has to wait for somebody else (throttling, an earlier slot): costs no attempt. */
export class RetryLaterError extends Error {
  constructor(
    readonly delayMs: number,
    readonly code: string,
    message: string = code,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RetryLaterError';
  }
}
