/** The whole file is rejected ("What happens to a bad or odd file"). */
export class FileRejected extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** One record is set aside; `field` null: the spec does not say which field is named. */
export class RecordFault extends Error {
  constructor(
    readonly field: string | null,
    readonly code: string,
  ) {
    super(`${field ?? ''} ${code}`);
  }
}
