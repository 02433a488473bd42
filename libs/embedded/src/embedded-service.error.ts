/** An embedded service could not be started; the message says what to do about it. */
export class EmbeddedServiceError extends Error {
  readonly code: string = 'EMBEDDED.START_FAILED';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
