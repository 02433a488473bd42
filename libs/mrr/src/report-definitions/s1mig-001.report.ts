import { SIX_HOURLY } from '../calendar/schedule';
import { commonHeader } from './common-header';
import { DEVICE_BLOCK } from './device-block';
import { field } from './field';
import { CONCLUDED_INSTALLATION } from './installation-block';
import type { ReportDefinition } from './report-definition';

const title = 'Detail Report: Migrations Completed Successfully';

export const S1MIG_001: ReportDefinition = {
  id: 'S1MIG-001',
  title,
  purpose: 'Tells each recipient, once, every Migration that succeeded.',
  rows: 'Every Success completed at or before the cut-off (slot time − 1 hour) and not yet reported to the recipient.',
  schedule: SIX_HOURLY,
  period: 'none',
  recipients: 'supplier and DNO',
  header: commonHeader('S1MIG-001', title),
  detail: [
    ...CONCLUDED_INSTALLATION,
    ...DEVICE_BLOCK,
    field(
      'Migration Completion DateTime',
      'M',
      'DateTime',
      15,
      'creation time of the file that concluded the attempt (R3)',
      '20200308T234501',
    ),
  ],
  order: {
    sentence: 'Completion time (54), CHF ID (9), Requesting Party (4), MCF Counter (5), SMSO ID (2).',
    columns: [54, 9, 4, 5, 2],
    unique: true,
  },
  clauses: ['MRR 3.1.5', 'MRR Appendix A, S1MIG-001'],
  readings: ['R1', 'R2', 'R3', 'R6', 'R9', 'R10', 'R11', 'R12', 'R13', 'R17', 'R18', 'R22', 'R23'],
  startsWithActiveAuthorisations: false,
  mayBeHeaderOnly: false,
};
