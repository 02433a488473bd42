import { read } from '../../test/reading';
import {
  changed,
  CHF,
  csv,
  GAS_SUPPLIER,
  MACR,
  MPAN,
  REQUESTING_PARTY,
  SUPPLIER,
} from '../../test/sample-files';

const MA_NAME = `MA_CGI_${SUPPLIER}_20200226_090000`;

async function readRows(...rows: string[]) {
  const header = `00,MACR,CGI,${REQUESTING_PARTY},20200310T020000,${rows.length}`;
  return read(MACR.name, csv(header, ...rows.map((row) => `10,${row}`)));
}

describe('completion responses', () => {
  it('are read into states', async () => {
    const { header, records } = await read(MACR.name, MACR.content);
    expect(header).toMatchObject({
      createdAt: '2020-03-10T02:00:00Z',
      businessKey: `MACR_CGI_${REQUESTING_PARTY}_20200310_020000`,
      requestingPartyId: REQUESTING_PARTY,
    });
    expect(records).toEqual([
      {
        kind: 'MACR',
        maFileName: MA_NAME,
        recordNumber: 1,
        importMpan: MPAN,
        mprn: null,
        status: 'SUCCESS',
        reasonCode: null,
        completionDateTime: '2020-03-09T16:43:55Z',
        mcfCounter: 12,
        chfId: CHF,
        phase: 'MIGRATION',
      },
      expect.objectContaining({ status: 'IN_PROGRESS', completionDateTime: null, phase: null }),
    ]);
  });

  it.each([
    ['SMSOID', 'MACR,CGI', 'MACR,DXC'],
    ['RequestingPartyID', `CGI,${REQUESTING_PARTY}`, `CGI,${GAS_SUPPLIER}`],
    ['CreationDateTime', '20200310T020000', '20200310T020001'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(MACR, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field]).toEqual(['HEADER', field]);
  });

  it.each([
    [',1,,,SUCCESS,,20200309T164355,,,', 'MAFileName FIELD'],
    [`${'M'.repeat(101)},1,,,SUCCESS,,20200309T164355,,,`, 'MAFileName FIELD_TOO_LONG'],
    [`${MA_NAME},,,,SUCCESS,,20200309T164355,,,`, 'RecordNumber FIELD'],
    [`${MA_NAME},1,1,,SUCCESS,,20200309T164355,,,`, 'ImportMPAN MPAN'],
    [`${MA_NAME},1,,,DONE,,20200309T164355,,,`, 'Status FIELD'],
    [`${MA_NAME},1,,,SUCCESS,,,,,`, 'CompletionDateTime FIELD'],
    [`${MA_NAME},1,,,FAILED,X1,,,,`, 'CompletionDateTime FIELD'],
    [`${MA_NAME},1,,,WARNING,,,,,`, 'CompletionDateTime FIELD'],
    [`${MA_NAME},1,,,SUCCESS,,20200309T240000,,,`, 'CompletionDateTime FIELD'],
    [`${MA_NAME},1,,,SUCCESS,,20200309T164355,0,,`, 'MCFCounter FIELD'],
    [`${MA_NAME},1,,,SUCCESS,,20200309T164355,,90,`, 'CHFID FIELD'],
    [`${MA_NAME},1,,,SUCCESS,,20200309T164355,,,LATER`, 'Phase FIELD'],
  ])('set %j aside', async (row, problem) => {
    expect((await readRows(row)).setAside).toEqual([`1 ${problem}`]);
  });

  it('keep the MA file name as it is, whatever it looks like', async () => {
    const { records } = await readRows(' ma_cgi_x ,1,,,IN_PROGRESS,,,,,');
    expect(records).toMatchObject([{ maFileName: ' ma_cgi_x ' }]);
  });

  it('may speak twice of one MA record', async () => {
    const { setAside, records } = await readRows(
      `${MA_NAME},1,,,IN_PROGRESS,,,,,`,
      `${MA_NAME},1,,,SUCCESS,,20200309T164355,,,`,
    );
    expect(setAside).toEqual([]);
    expect(records).toHaveLength(2);
  });
});
