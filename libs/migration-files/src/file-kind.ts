/** The thirteen kinds of file that reach the Migration Reporting Application (MRR 2.1), by the prefix of their names. */
export const FILE_KINDS = [
  'ORG',
  'DC',
  'MA',
  'MAVR',
  'MACR',
  'MCF',
  'MCVF',
  'MGF',
  'MGEF',
  'S1SPCF',
  'COF',
  'S1SPAUD',
  'CPAUD',
] as const;

export type FileKind = (typeof FILE_KINDS)[number];
