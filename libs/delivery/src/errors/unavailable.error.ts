import { DeliveryError } from './delivery.error';

/** The destination cannot be reached, is full, or fails; the cause says how. */
export class UnavailableError extends DeliveryError {
  readonly code = 'DELIVERY.UNAVAILABLE';
  readonly retryable = true;

  constructor(what: string, options?: ErrorOptions) {
    super(`The destination is not available: ${what}`, options);
  }
}
