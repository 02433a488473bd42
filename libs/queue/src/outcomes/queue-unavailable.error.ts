/** Redis did not take the job. Nothing is lost: the database row stays due and the reconciler rings again. */
export class QueueUnavailableError extends Error {
  readonly code = 'QUEUE.UNAVAILABLE';

  constructor(queue: string, options?: ErrorOptions) {
    super(`The queue ${queue} cannot be reached`, options);
    this.name = 'QueueUnavailableError';
  }
}
