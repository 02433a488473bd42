import { DeliveryError } from './delivery.error';

/** Size or hash of what was sent, or of what was read back, is not that of the issue. */
export class VerificationFailedError extends DeliveryError {
  readonly code = 'DELIVERY.VERIFICATION_FAILED';
  readonly retryable = true;

  constructor(
    location: string,
    expected: { bytes: number; sha256: string },
    found: { bytes: number; sha256: string },
  ) {
    super(
      `${location} should be ${expected.bytes} bytes with SHA-256 ${expected.sha256}, ` +
        `but is ${found.bytes} bytes with ${found.sha256}`,
    );
  }
}
