import { DeliveryError } from './delivery.error';

/** The destination asks for patience; says nothing about the file. */
export class ThrottledError extends DeliveryError {
  readonly code = 'DELIVERY.THROTTLED';
  readonly retryable = true;

  constructor(
    override readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super(`The destination asks to wait for ${Math.ceil(retryAfterMs / 1000)} s`, options);
  }
}
