import { DAILY_AT_SIX } from '../calendar/schedule';
import { commonHeader } from './common-header';
import { DEVICE_BLOCK } from './device-block';
import { DETAIL_RECORD_TYPE, enumeration, field, recordType } from './field';
import type { ReportDefinition } from './report-definition';

const title = 'Detail Report: Migration Authorisation Outcomes for the Previous Migration Day';

export const S1MIG_006: ReportDefinition = {
  id: 'S1MIG-006',
  title,
  purpose: 'Tells the Responsible Supplier what became of each Migration Authorisation.',
  rows: 'Each Migration Authorisation and outcome state (rejected, in progress, final) reached at or before 23:59:59 of the previous day and not yet reported to the Responsible Supplier of the record.',
  schedule: DAILY_AT_SIX,
  period: 'previous-day',
  recipients: 'supplier',
  header: [
    ...commonHeader('S1MIG-006', title),
    field('Report Applicable Date', 'M', 'Date', 8, 'the previous day', '20200308'),
  ],
  detail: [
    recordType(DETAIL_RECORD_TYPE),
    field(
      'Responsible Supplier ID',
      'M',
      'Text',
      23,
      'Migration Authorisation record (R31)',
      '70-B3-D5-1F-30-00-A0-01',
    ),
    field(
      'Migration Authorisation File ID',
      'M',
      'Text',
      100,
      'name of the Migration Authorisation File without `.csv` (R18)',
      'MA_CGI_70-B3-D5-1F-30-00-A0-01_20200226_090000',
    ),
    field('Import MPAN', 'O', 'Text', 13, 'Migration Authorisation record; empty if masked', '1012345678903'),
    field('MPRN', 'O', 'Text', 13, 'Migration Authorisation record; empty if masked', '3938424403'),
    field('Migrate On Date', 'O', 'Date', 8, 'Migration Authorisation record, if it states one', ''),
    field(
      'Migration Week Start Date',
      'M',
      'Date',
      8,
      'Migration Authorisation record, a Monday',
      '20200302',
    ),
    field('Includes Dormant Status', 'M', 'Boolean', 1, 'validation response that ruled on that day', '0'),
    field(
      'Validation Response Date',
      'M',
      'Date',
      8,
      'validation response that ruled on that day',
      '20200227',
    ),
    field('Validation Reason Code', 'O', 'Text', 5, 'validation response that ruled on that day', ''),
    field(
      'Completion Date',
      'O',
      'Date',
      8,
      'first final completion response; filled for the final state only',
      '20200308',
    ),
    enumeration(
      'Completion Status',
      'O',
      11,
      'first final completion response; `In Progress` before it; empty when rejected',
      'Success',
      ['Success', 'Failed', 'Warning', 'In Progress'],
    ),
    field(
      'Completion Reason Code',
      'O',
      'Text',
      5,
      'first final completion response; filled for the final state only',
      '',
    ),
    field(
      'Migration Common File Reference',
      'O',
      'Text',
      40,
      'the linked Migration Common File, if it is loaded',
      'CGI_70-B3-D5-1F-30-00-D0-01_000012',
    ),
    ...DEVICE_BLOCK,
  ],
  order: {
    sentence: 'Migration Authorisation File ID (3), then the number of the record in that file.',
    columns: [3],
    unique: false,
  },
  clauses: ['MRR 2.2.3', 'MRR 3.1.3', 'MRR Appendix A, S1MIG-006'],
  readings: ['R7', 'R8', 'R10', 'R17', 'R18', 'R26', 'R27', 'R31'],
  startsWithActiveAuthorisations: false,
  mayBeHeaderOnly: false,
};
