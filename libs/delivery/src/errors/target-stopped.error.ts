import { DeliveryError } from './delivery.error';

/** Nothing is sent to the destination for a while, because the next file would fail for the same reason. */
export class TargetStoppedError extends DeliveryError {
  readonly code = 'DELIVERY.TARGET_STOPPED';
  readonly retryable = true;

  constructor(
    reason: string,
    override readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super(`Deliveries are stopped: ${reason}. They start again by themselves once that is mended`, options);
  }
}
