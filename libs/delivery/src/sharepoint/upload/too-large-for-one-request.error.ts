import { RejectedError } from '../../errors/rejected.error';

/** The server takes less in one request than we send: an upload session may do. Stays within this library then. */
export class TooLargeForOneRequestError extends RejectedError {}
