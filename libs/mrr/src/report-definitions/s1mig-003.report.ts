import { DAILY_AT_FIVE } from '../calendar/schedule';
import { commonHeader } from './common-header';
import { DEVICE_BLOCK } from './device-block';
import { enumeration, field } from './field';
import { IN_PROCESS_INSTALLATION } from './installation-block';
import type { ReportDefinition } from './report-definition';

const title = 'Detail Report: In-Process Migration Status at Period End';

export const S1MIG_003: ReportDefinition = {
  id: 'S1MIG-003',
  title,
  purpose: 'Shows the stock of Migrations in process at the end of the previous day; repeated daily.',
  rows: 'Every attempt In-process at 23:59:59 of the previous day, even if things have moved since.',
  schedule: DAILY_AT_FIVE,
  period: 'previous-day',
  recipients: 'supplier and DNO',
  header: [
    ...commonHeader('S1MIG-003', title),
    field(
      'Report Applicable DateTime',
      'M',
      'DateTime',
      15,
      '23:59:59 of the previous day (R19)',
      '20200308T235959',
    ),
  ],
  detail: [
    ...IN_PROCESS_INSTALLATION,
    ...DEVICE_BLOCK,
    enumeration(
      'Installation Migration Status',
      'M',
      30,
      '`Commissioning Pending` once an S1SP Commissioning File reported success for an installation to be commissioned by the DCC, else `Group File Received`',
      'Commissioning Pending',
      ['Group File Received', 'Commissioning Pending'],
    ),
    field(
      'DateTime of Notification of Last Status Change',
      'M',
      'DateTime',
      15,
      "commencement, or the S1SP Commissioning File's creation time for `Commissioning Pending`",
      '20200308T221530',
    ),
  ],
  order: {
    sentence: 'Last status change (55), CHF ID (9), Requesting Party (4), MCF Counter (5), SMSO ID (2).',
    columns: [55, 9, 4, 5, 2],
    unique: true,
  },
  clauses: ['MRR 3.1.3', 'MRR Appendix A, S1MIG-003'],
  readings: ['R2', 'R6', 'R7', 'R9', 'R10', 'R11', 'R17', 'R18', 'R19', 'R22'],
  startsWithActiveAuthorisations: false,
  mayBeHeaderOnly: false,
};
