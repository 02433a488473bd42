import type { RestError } from '@azure/storage-blob';
import { AccessDeniedError } from '../errors/access-denied.error';
import type { DeliveryError } from '../errors/delivery.error';
import { FolderMissingError } from '../errors/folder-missing.error';
import { RejectedError } from '../errors/rejected.error';
import { ThrottledError } from '../errors/throttled.error';
import { UnavailableError } from '../errors/unavailable.error';

const THROTTLED_MS = 10_000;

/** What the storage account's answer means for a delivery. Carries no URL: those may hold a signature. */
export function blobError(error: RestError, blobName: string): DeliveryError {
  const { statusCode, code = 'no answer' } = error;
  const what = `${blobName}: ${statusCode ?? ''} ${code}`;
  if (code === 'ContainerNotFound') return new FolderMissingError('the container itself', { cause: error });
  if (statusCode === 401 || statusCode === 403) return new AccessDeniedError(blobName, { cause: error });
  if (statusCode === 429 || code === 'ServerBusy') return new ThrottledError(THROTTLED_MS, { cause: error });
  const rejected = statusCode !== undefined && statusCode >= 400 && statusCode < 500 && statusCode !== 408;
  return rejected ? new RejectedError(what, { cause: error }) : new UnavailableError(what, { cause: error });
}
