/** Thrown by a handler when there is nothing to do: somebody else did it, or it is no longer wanted. No failure. */
export class SkippedOutcome extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'SkippedOutcome';
  }
}
