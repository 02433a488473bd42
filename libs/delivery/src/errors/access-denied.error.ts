import { DeliveryError } from './delivery.error';

/** The application may not write there: the site's grant is missing or says only "read". */
export class AccessDeniedError extends DeliveryError {
  readonly code = 'DELIVERY.ACCESS_DENIED';
  readonly retryable = false;

  constructor(location: string, options?: ErrorOptions) {
    super(
      `The application may not write to ${location}; grant it the role "write" on the site ` +
        'and run `mrr sharepoint check`',
      options,
    );
  }
}
