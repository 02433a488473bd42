/** The command cannot be understood, or names something that is not there: exit code 2, nothing was done. */
export class UsageError extends Error {
  readonly code = 'CLI.USAGE';

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
