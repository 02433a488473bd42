/** The command was understood and could not be carried out: exit code 1. The message is meant for the user as it is. */
export class CommandFailedError extends Error {
  readonly code = 'CLI.FAILED';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailedError';
  }
}
