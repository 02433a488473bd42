import { read } from '../../test/reading';
import { changed, csv, GAS_SUPPLIER, MAVR, MPAN, MPRN, SUPPLIER } from '../../test/sample-files';

const MA_NAME = `MA_CGI_${SUPPLIER}_20200226_090000`;

async function readRows(accepted: number, rejected: number, ...rows: string[]) {
  const header = `00,MAVR,${MA_NAME},CGI,20200227T100000,${accepted},${rejected}`;
  return read(MAVR.name, csv(header, ...rows.map((row) => `10,${row}`)));
}

describe('validation responses', () => {
  it('are read into answers', async () => {
    const { header, records } = await read(MAVR.name, MAVR.content);
    expect(header).toEqual({
      kind: 'MAVR',
      createdAt: '2020-02-27T10:00:00Z',
      businessKey: `MAVR_CGI_${SUPPLIER}_20200226_090000_001`,
      originator: null,
      counter: null,
      recordCount: 3,
      maFileName: MA_NAME,
      smsoId: 'CGI',
      userId: SUPPLIER,
      acceptedCount: 2,
      rejectedCount: 1,
    });
    expect(records).toEqual([
      {
        kind: 'MAVR',
        recordNumber: 1,
        importMpan: MPAN,
        mprn: MPRN,
        result: 'ACCEPTED',
        reasonCode: null,
        comments: null,
        includesDormantMeter: false,
      },
      expect.objectContaining({ result: 'WARNING', comments: 'odd, but "fine"', includesDormantMeter: true }),
      expect.objectContaining({ result: 'REJECTED', reasonCode: 'MAV01', importMpan: null }),
    ]);
  });

  it.each([
    ['MAFileName', MA_NAME, `MA_CGI_${GAS_SUPPLIER}_20200226_090000`],
    ['MAFileName', MA_NAME, `MA_CGI_${SUPPLIER}_20200226_090001`],
    ['MAFileName', MA_NAME, `MA_DXC_${SUPPLIER}_20200226_090000`],
    ['MAFileName', MA_NAME, `${MA_NAME}.csv`],
    ['MAFileName', MA_NAME, ''],
    ['SMSOID', ',CGI,', ',DXC,'],
    ['ResponseDateTime', '20200227T100000', '20200227'],
    ['AcceptedCount', ',2,1\n', ',,1\n'],
    ['RejectedCount', ',2,1\n', ',2,\n'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(MAVR, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field]).toEqual(['HEADER', field]);
  });

  it('may write the ids of the MA file in another form than their own name does', async () => {
    const { rejection, header } = await read(
      'MAVR_cgi_70b3d51f3000a001_20200226_090000_001.csv',
      MAVR.content,
    );
    expect(rejection).toBeNull();
    expect(header).toMatchObject({ maFileName: MA_NAME });
  });

  it.each([
    ['x,,,ACCEPTED,,,0', 'RecordNumber FIELD'],
    ['1,1,,ACCEPTED,,,0', 'ImportMPAN MPAN'],
    ['1,,x,ACCEPTED,,,0', 'MPRN MPRN'],
    ['1,,,ACCEPTED,,,', 'IncludesDormantMeter FIELD'],
    ['1,,,ACCEPTED,,,no', 'IncludesDormantMeter FIELD'],
    ['1,,,ACCEPTED,a1,,0', 'ReasonCode FIELD'],
    ['1,,,ACCEPTED,ABCDEF,,0', 'ReasonCode FIELD'],
    ['1,,,ACCEPTED,,@sum,0', 'Comments FORMULA_LEAD'],
    [`1,,,ACCEPTED,,${'c'.repeat(101)},0`, 'Comments FIELD_TOO_LONG'],
    ['1,,,accepted,,,0', 'Result FIELD'],
    ['1,,,,,,0', 'Result FIELD'],
  ])('set %j aside', async (row, problem) => {
    expect((await readRows(1, 0, row)).setAside).toEqual([`1 ${problem}`]);
  });

  it('set a rejection without a reason aside', async () => {
    expect((await readRows(0, 1, '1,,,REJECTED,,,0')).setAside).toEqual(['1 ReasonCode FIELD']);
  });

  it.each([
    [2, 1, null],
    [1, 2, 'COUNT_MISMATCH'],
    [3, 0, 'COUNT_MISMATCH'],
    [2, 2, 'COUNT_MISMATCH'],
    [1, 1, 'COUNT_MISMATCH'],
  ])(
    'announcing %s accepted and %s rejected of a warning, an acceptance and a rejection: %s',
    async (a, r, code) => {
      const { rejection } = await readRows(a, r, '1,,,WARNING,,,0', '2,,,ACCEPTED,,,0', '3,,,REJECTED,X,,0');
      expect(rejection).toBe(code);
    },
  );

  it('count set-aside rows as announced, an unreadable one either way', async () => {
    const rows = ['1,,,ACCEPTED,,,', '2,,,REJECTED,,,0', '3,,,MAYBE,,,0'];
    const rejections = [
      [2, 1],
      [1, 2],
      [3, 0],
      [0, 3],
      [1, 1],
    ].map(async ([accepted = 0, rejected = 0]) => (await readRows(accepted, rejected, ...rows)).rejection);
    expect(await Promise.all(rejections)).toEqual([
      null,
      null,
      'COUNT_MISMATCH',
      'COUNT_MISMATCH',
      'COUNT_MISMATCH',
    ]);
  });

  it('of one record twice: the first stays, and both count', async () => {
    const { setAside, rejection } = await readRows(1, 1, '1,,,ACCEPTED,,,0', '1,,,REJECTED,X,,0');
    expect([setAside, rejection]).toEqual([['2 RecordNumber DUPLICATE_RECORD'], null]);
  });
});
