/** The user asked the command to end before it was done. */
export class InterruptedError extends Error {
  readonly code = 'CLI.INTERRUPTED';

  constructor() {
    super('Interrupted; everything that was started has been stopped.');
    this.name = 'InterruptedError';
  }
}
