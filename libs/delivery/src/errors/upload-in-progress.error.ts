import { DeliveryError } from './delivery.error';

/** An upload of this name that we cannot continue is still open at the destination; it ends by itself when idle. */
export class UploadInProgressError extends DeliveryError {
  readonly code = 'DELIVERY.UPLOAD_IN_PROGRESS';
  readonly retryable = true;
  override readonly firstWaitMs = 15_000; // another worker ends soon; a session without an owner after 15 minutes

  constructor(location: string, options?: ErrorOptions) {
    super(
      `Another upload of ${location} is still open; it is tried again, at growing intervals, until that has ended or expired`,
      options,
    );
  }
}
