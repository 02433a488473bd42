import { DAILY_AT_SIX } from '../calendar/schedule';
import { commonHeader } from './common-header';
import { DETAIL_RECORD_TYPE, field, recordType } from './field';
import type { ReportDefinition } from './report-definition';

const title = 'Summary Report: Migration Activity for the Previous Day';

export const S1MIG_005: ReportDefinition = {
  id: 'S1MIG-005',
  title,
  purpose: 'Sums up what happened on the previous day, whenever the Migrations commenced.',
  rows: 'One per Responsible Supplier, distributor ID and group ID with an event that day. A supplier has its own rows; a DNO the rows of all suppliers for its distributor IDs (a split installation once per supplier). Attempts are counted, not meters.',
  schedule: DAILY_AT_SIX,
  period: 'previous-day',
  recipients: 'supplier and DNO',
  header: [
    ...commonHeader('S1MIG-005', title),
    field('Report Applicable Date', 'M', 'Date', 8, 'the previous day', '20200308'),
  ],
  detail: [
    recordType(DETAIL_RECORD_TYPE),
    field(
      'Responsible Supplier User ID',
      'M',
      'Text',
      23,
      'Migration Common File (R5)',
      '70-B3-D5-1F-30-00-A0-01',
    ),
    field(
      'MPAN Distributor ID',
      'O',
      'Text',
      2,
      'digits 1-2 of the Import MPAN; empty if masked or none',
      '10',
    ),
    field('Group ID', 'M', 'Text', 2, 'group file that commenced the attempts', 'AA'),
    field('Quantity of Migrations Commenced', 'M', 'Integer', 9, 'attempts commenced that day', '4'),
    field(
      'Quantity of Migrations Successfully Completed',
      'M',
      'Integer',
      9,
      'attempts concluded by Success that day',
      '3',
    ),
    field('Quantity of Failed Migrations', 'M', 'Integer', 9, 'attempts concluded by Failure that day', '0'),
    field(
      'Quantity of Migrations in Progress',
      'M',
      'Integer',
      9,
      'stock at 23:59:59 of that day (R25)',
      '6',
    ),
  ],
  order: {
    sentence: 'Responsible Supplier (2), distributor ID (3, empty first), group ID (4).',
    columns: [2, 3, 4],
    unique: true,
  },
  clauses: ['MRR 3.1.3', 'MRR Appendix A, S1MIG-005'],
  readings: ['R2', 'R3', 'R5', 'R7', 'R9', 'R10', 'R11', 'R12', 'R17', 'R18', 'R25', 'R27'],
  startsWithActiveAuthorisations: false,
  mayBeHeaderOnly: false,
};
