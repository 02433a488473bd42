import { DeliveryError } from './delivery.error';

/** A folder or file name that would lead elsewhere or that the destination cannot hold. */
export class InvalidNameError extends DeliveryError {
  readonly code = 'DELIVERY.INVALID_NAME';
  readonly retryable = false;

  constructor(kind: 'folder' | 'file', name: string) {
    super(`Not a ${kind} name to deliver to: ${JSON.stringify(name.slice(0, 200))}`);
  }
}
