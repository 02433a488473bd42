/** The next number of a (Report ID, User ID) does not fit into its six digits: the slot fails (fine print 35). */
export class SequenceTooLargeError extends Error {
  readonly code = 'SEQUENCE_TOO_LARGE';

  constructor(readonly sequence: number) {
    super(`Report Sequence Number ${sequence} has more than 6 digits`);
    this.name = 'SequenceTooLargeError';
  }
}
