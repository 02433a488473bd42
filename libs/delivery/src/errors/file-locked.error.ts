import { DeliveryError } from './delivery.error';

/** Somebody holds the file open or checked out. */
export class FileLockedError extends DeliveryError {
  readonly code = 'DELIVERY.FILE_LOCKED';
  readonly retryable = true;
  override readonly firstWaitMs = 15_000; // a program lets go of a file in seconds, a person in minutes or hours

  constructor(location: string, options?: ErrorOptions) {
    super(`${location} is locked by somebody else; it is tried again, at growing intervals`, options);
  }
}
