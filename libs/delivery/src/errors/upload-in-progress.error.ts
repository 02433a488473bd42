import { DeliveryError } from './delivery.error';

/** An upload of this name that we cannot continue is still open at the destination; it ends by itself when idle. */
export class UploadInProgressError extends DeliveryError {
  readonly code = 'DELIVERY.UPLOAD_IN_PROGRESS';
  readonly retryable = true;
  override readonly retryAfterMs = 15 * 60_000; // the time after which an idle upload session is dropped

  constructor(location: string, options?: ErrorOptions) {
    super(`Another upload of ${location} is still open; it is tried again once that has expired`, options);
  }
}
