import { DeliveryError } from './delivery.error';

/** Somebody holds the file open or checked out. */
export class FileLockedError extends DeliveryError {
  readonly code = 'DELIVERY.FILE_LOCKED';
  readonly retryable = true;
  override readonly retryAfterMs = 5 * 60_000; // people close files in minutes, not in seconds

  constructor(location: string, options?: ErrorOptions) {
    super(`${location} is locked by somebody else; it is tried again in a few minutes`, options);
  }
}
