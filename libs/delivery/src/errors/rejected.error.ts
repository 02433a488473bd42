import { DeliveryError } from './delivery.error';

/** The destination understood the request and will never accept it; its own words tell why. */
export class RejectedError extends DeliveryError {
  readonly code = 'DELIVERY.REJECTED';
  readonly retryable = false;

  constructor(what: string, options?: ErrorOptions) {
    super(`The destination rejected the request: ${what}`, options);
  }
}
