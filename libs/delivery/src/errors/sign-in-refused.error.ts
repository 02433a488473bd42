import { DeliveryError } from './delivery.error';

/** The identity provider or the destination does not accept our credential. */
export class SignInRefusedError extends DeliveryError {
  readonly code = 'DELIVERY.SIGN_IN_REFUSED';
  readonly retryable = false;

  constructor(what: string, options?: ErrorOptions) {
    super(
      `The sign-in was refused: ${what}; check GRAPH_TENANT_ID, GRAPH_CLIENT_ID and the credential's expiry`,
      options,
    );
  }
}
