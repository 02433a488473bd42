import { MONDAY_AT_SIX } from '../calendar/schedule';
import { commonHeader } from './common-header';
import { DETAIL_RECORD_TYPE, field, recordType } from './field';
import type { ReportDefinition } from './report-definition';

const title = 'Summary Report: Migration Authorisations against DCC Migration Commitment';

export const S1MIG_008: ReportDefinition = {
  id: 'S1MIG-008',
  title,
  purpose:
    "Shows whether the supplier has sent enough valid Migration Authorisations for the DCC's commitment.",
  rows: 'Four, one per week of the previous four Migration Weeks, whenever any of them has a commitment or a Migration Authorisation; what was known at the slot time.',
  schedule: MONDAY_AT_SIX,
  period: 'previous-four-weeks',
  recipients: 'supplier',
  header: [
    ...commonHeader('S1MIG-008', title),
    field(
      'Report Applicable Date Commencing (Monday)',
      'M',
      'Date',
      8,
      'first of the previous four Mondays (R29)',
      '20200210',
    ),
  ],
  detail: [
    recordType(DETAIL_RECORD_TYPE),
    field('Responsible Supplier User ID', 'M', 'Text', 23, 'the recipient', '70-B3-D5-1F-30-00-A0-01'),
    field('DCC Migration Week Commencement Date', 'M', 'Date', 8, 'Monday of the Migration Week', '20200210'),
    field(
      'DCC Migration Week Commitment Quantity',
      'M',
      'Integer',
      9,
      'Migration Demand Commitments of the week, added up over days and SMSOs; 0 if none',
      '100',
    ),
    field(
      'Quantity of Migration Authorisations Received for Week',
      'M',
      'Integer',
      9,
      'supplier-submitted Migration Authorisations that name the week (R29, R31)',
      '120',
    ),
    field(
      'Quantity of Migration Authorisations Successfully Validated for Week',
      'M',
      'Integer',
      9,
      'of those, the ruling response is `ACCEPTED` or `WARNING`',
      '117',
    ),
    field(
      'Quantity of Migration Authorisations Failing Validation for Week',
      'M',
      'Integer',
      9,
      'of those, the ruling response is `REJECTED`',
      '3',
    ),
  ],
  order: { sentence: 'Migration Week (3), oldest first.', columns: [3], unique: true },
  clauses: ['MRR 3.1.4', 'MRR Appendix A, S1MIG-008'],
  readings: ['R7', 'R8', 'R14', 'R17', 'R29', 'R31'],
  startsWithActiveAuthorisations: true,
  mayBeHeaderOnly: false,
};
