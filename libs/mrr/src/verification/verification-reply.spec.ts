import { reportFile } from './report-file.fixture';
import { verificationReply } from './verification-reply';
import { verifyReports } from './verify-reports';

describe('the reply', () => {
  it('says that there is no objection', async () => {
    const reply = verificationReply(await verifyReports([reportFile('S1MIG-001', [{}])]));
    expect(reply).toBe(
      [
        'Check of 1 report file with 1 detail row',
        'Result: no objection',
        '',
        'Received:',
        '  S1MIG-001 PXX999 70-B3-D5-1F-30-00-A0-01: 1 issue, 1 to 1, 1 row',
        '',
      ].join('\n'),
    );
  });

  it('lists errors before warnings, with file, line and column', async () => {
    const files = [
      reportFile('S1MIG-001', [{ 2: '' }], { sequence: 4 }),
      reportFile('S1MIG-002', [{ 5: '13' }], { partySignifier: 'PYY888' }),
    ];
    const reply = verificationReply(await verifyReports(files));
    expect(reply).toContain('Result: 2 errors, 1 warning');
    expect(reply).toContain('1 issue, 4 to 4, 1 row; missing numbers 1 to 3');
    const [, errors = '', warnings = ''] = reply.split(/Please correct or explain:|Please confirm:/);
    expect(errors).toContain(
      'MISSING PXX999 Party/S1MIG-001_PXX999_70-B3-D5-1F-30-00-A0-01_000004_20200309#060000.csv, line 2, column 2: SMSO ID: is mandatory and empty',
    );
    expect(errors).toContain('SEQUENCE_GAP');
    expect(warnings).toContain('FOLDER_MIXED PXX999 Party: ');
  });
});
