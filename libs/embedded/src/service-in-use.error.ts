import { EmbeddedServiceError } from './embedded-service.error';

/** Another live program runs a service on the same folder; two of them would destroy each other's data. */
export class ServiceInUseError extends EmbeddedServiceError {
  override readonly code = 'EMBEDDED.IN_USE';

  constructor(directory: string, ownerPid: number) {
    super(`${directory} is in use by process ${ownerPid}: stop it first, or choose another MRR_HOME`);
  }
}
