/** Thrown where FAILPOINTS asks for it. */
export class FailpointError extends Error {
  readonly code = 'FAILPOINT';

  constructor(name: string) {
    super(`Failpoint ${name}`);
    this.name = 'FailpointError';
  }
}
