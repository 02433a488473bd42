import { MONDAY_AT_SIX } from '../calendar/schedule';
import { commonHeader } from './common-header';
import { DETAIL_RECORD_TYPE, field, recordType } from './field';
import type { ReportDefinition } from './report-definition';

const title = 'Summary Report: Commenced Active Meter Migrations against Installation Commitment';

export const S1MIG_007: ReportDefinition = {
  id: 'S1MIG-007',
  title,
  purpose:
    "Compares, day by day, the commenced Migrations of Active Installations with the DCC's commitment.",
  rows: 'One per day of the previous week with a published commitment for the recipient (zero included) or at least one commenced Migration of an Active Installation for it; what was known at the slot time.',
  schedule: MONDAY_AT_SIX,
  period: 'previous-week',
  recipients: 'supplier',
  header: [
    ...commonHeader('S1MIG-007', title),
    field('Report Applicable Date', 'M', 'Date', 8, 'Monday of the previous week (R28)', '20200302'),
  ],
  detail: [
    recordType(DETAIL_RECORD_TYPE),
    field('Responsible Supplier ID', 'M', 'Text', 23, 'the recipient', '70-B3-D5-1F-30-00-A0-01'),
    field('Migration Commencement Date', 'M', 'Date', 8, 'day of the previous week', '20200302'),
    field(
      'DCC Migration Commencement Commitment Quantity',
      'M',
      'Integer',
      9,
      'Migration Demand Commitments, added up over SMSOs; 0 if none (R28)',
      '20',
    ),
    field(
      'Quantity of Migrations of Active Installations Commenced',
      'M',
      'Integer',
      9,
      'attempts commenced that day with an active meter of the recipient (R28)',
      '18',
    ),
  ],
  order: { sentence: 'Commencement date (3).', columns: [3], unique: true },
  clauses: ['MRR 2.2.1 (iii)', 'MRR 3.1.4', 'MRR Appendix A, S1MIG-007'],
  readings: ['R2', 'R7', 'R9', 'R14', 'R17', 'R28'],
  startsWithActiveAuthorisations: true,
  mayBeHeaderOnly: false,
};
