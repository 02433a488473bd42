import { PER_RESPONSE_AND_THURSDAY } from '../calendar/schedule';
import { commonHeader } from './common-header';
import { DETAIL_RECORD_TYPE, field, recordType } from './field';
import type { ReportDefinition } from './report-definition';

const title = 'Detail Report: Migration Authorisation Validation Responses';

export const S1MIG_010: ReportDefinition = {
  id: 'S1MIG-010',
  title,
  purpose:
    'Tells the supplier that submitted a Migration Authorisation File how each record was validated, and whether the installation includes a dormant meter.',
  rows: 'One per Migration Authorisation record with a validation response not yet reported, each response once; supplier-submitted files only. The rows of one response file stay together in one issue.',
  schedule: PER_RESPONSE_AND_THURSDAY,
  period: 'none',
  recipients: 'submitting supplier',
  header: commonHeader('S1MIG-010', title),
  detail: [
    recordType(DETAIL_RECORD_TYPE),
    field(
      'Import MPAN',
      'O',
      'Text',
      13,
      'Migration Authorisation, as the submitter wrote it',
      '1012345678903',
    ),
    field('MPRN', 'O', 'Text', 13, 'Migration Authorisation, as the submitter wrote it', ''),
    field('Migrate on', 'O', 'Date', 8, 'Migration Authorisation, if it states one', '20200304'),
    field('Migration Week', 'M', 'Date', 8, 'Migration Authorisation, a Monday', '20200302'),
    field('Installation Includes Dormant Meter Indicator', 'M', 'Boolean', 1, 'validation response', '0'),
    field('Reason Code', 'O', 'Text', 5, 'validation response', 'W01'),
    field(
      'Comments',
      'O',
      'Text',
      100,
      'validation response, cut to 100; `Accepted with warning` for a `WARNING` without a comment',
      'Accepted with warning',
    ),
  ],
  order: {
    sentence: 'Migration Authorisation File name, record number, response time.',
    columns: [],
    unique: false,
  },
  clauses: ['MRR Appendix A, S1MIG-010'],
  readings: ['R8', 'R10', 'R14', 'R17', 'R20', 'R31', 'R33'],
  startsWithActiveAuthorisations: true,
  mayBeHeaderOnly: false,
};
