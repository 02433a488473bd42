import { DETAIL_RECORD_TYPE, field, recordType, type Field, type Presence } from './field';

/** The MRR makes the S1SP Commissioning File's three columns optional in S1MIG-003 only. */
function installationFields(
  commissioning: Presence,
  source: { file: string; party: string; counter: string },
): Field[] {
  return [
    recordType(DETAIL_RECORD_TYPE),
    field('SMSO ID', 'M', 'Text', 3, 'Migration Common File', 'CGI'),
    field('Commissioning File DateTime', commissioning, 'DateTime', 15, source.file, '20200308T221530'),
    field('Requesting Party ID', 'M', 'Text', 23, 'Migration Common File', '70-B3-D5-1F-30-00-D0-01'),
    field('MCF Counter', 'M', 'Integer', 6, 'Migration Common File', '12'),
    field('Group ID', 'M', 'Text', 2, 'group file that commenced the attempt', 'AA'),
    field('Reporting Party ID', commissioning, 'Text', 23, source.party, '70-B3-D5-1F-30-00-C0-01'),
    field('Reporting Party Counter', commissioning, 'Integer', 6, source.counter, '34'),
    field('Installation ID (CHF ID)', 'M', 'Text', 23, 'Migration Common File', '90-B3-D5-1F-30-01-00-2A'),
    field(
      'Split Supplier Installation Indicator',
      'M',
      'Boolean',
      1,
      '1 if the two Responsible Suppliers belong to different Parties (R6)',
      '0',
    ),
    field('Import MPAN', 'O', 'Text', 13, 'Migration Common File; empty if masked', '1012345678903'),
    field(
      'Responsible Supplier ID for Import MPAN',
      'O',
      'Text',
      23,
      'Migration Common File; empty if masked (R5)',
      '70-B3-D5-1F-30-00-A0-01',
    ),
    field('MPAN Distributor ID', 'O', 'Text', 2, 'digits 1-2 of the Import MPAN; masked with it', '10'),
    field('MPAN Active Indicator', 'O', 'Boolean', 1, 'Migration Common File; empty if masked', '1'),
    field('MPRN', 'O', 'Text', 13, 'Migration Common File; empty if masked', '3938424403'),
    field(
      'Responsible Supplier ID for MPRN',
      'O',
      'Text',
      23,
      'Migration Common File; empty if masked (R5)',
      '70-B3-D5-1F-30-00-A0-01',
    ),
    field('MPRN Active Indicator', 'O', 'Boolean', 1, 'Migration Common File; empty if masked', '1'),
    field('ToBeCommissionedByDCC Indicator', 'M', 'Boolean', 1, 'Migration Common File', '1'),
  ];
}

/** Columns 1-18 of S1MIG-001 and S1MIG-002, about a concluded attempt (R22). */
export const CONCLUDED_INSTALLATION: readonly Field[] = installationFields('M', {
  file: "creation time of the attempt's S1SP Commissioning File (R22)",
  party: "Commissioning Outcome File's Commissioning Party if one concluded, else the S1SP (R22)",
  counter: 'counter of that same file',
});

/** Columns 1-18 of S1MIG-003, about an attempt in process: 3, 7 and 8 wait for the S1SP Commissioning File. */
export const IN_PROCESS_INSTALLATION: readonly Field[] = installationFields('O', {
  file: 'creation time of the S1SP Commissioning File; empty for `Group File Received`',
  party: 'S1SP of that file; empty for `Group File Received`',
  counter: 'counter of that file; empty for `Group File Received`',
});
