import { DeliveryError } from './delivery.error';

/** A file of this name is there with other content: an alarm, because an issue's file never changes. Never overwritten. */
export class ContentConflictError extends DeliveryError {
  readonly code = 'DELIVERY.CONTENT_CONFLICT';
  readonly retryable = false;

  constructor(
    location: string,
    readonly expectedSha256: string,
    readonly foundSha256: string | undefined,
  ) {
    super(`${location} exists with other content; find out who wrote it before anything is moved`);
  }
}
