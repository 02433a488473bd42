import { DeliveryError } from './delivery.error';

/** The recipient's folder does not exist, and this target does not create folders. */
export class FolderMissingError extends DeliveryError {
  readonly code = 'DELIVERY.FOLDER_MISSING';
  readonly retryable = false;

  constructor(folder: string, options?: ErrorOptions) {
    super(
      `There is no folder "${folder}"; create it (\`mrr sharepoint provision\`) or correct SharePointFolder in the master data`,
      options,
    );
  }
}
