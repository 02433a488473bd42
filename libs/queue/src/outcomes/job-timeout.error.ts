/** The run took longer than its queue allows; retried like any other failure. */
export class JobTimeoutError extends Error {
  readonly code = 'JOB.TIMEOUT';

  constructor(timeoutMs: number) {
    super(`Not finished after ${timeoutMs / 1000} s`);
    this.name = 'JobTimeoutError';
  }
}
