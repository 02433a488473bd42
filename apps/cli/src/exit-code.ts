/** What the shell is told; scripts rely on these numbers. */
export const EXIT_CODE = {
  ok: 0,
  failure: 1,
  usage: 2,
  /** The work is done, but some input file was rejected. */
  inputRejected: 3,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];
