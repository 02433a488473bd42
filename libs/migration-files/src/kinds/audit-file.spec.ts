import { read } from '../../test/reading';
import { changed, CHF, CPAUD, csv, REQUESTING_PARTY, S1SP, S1SPAUD } from '../../test/sample-files';

async function readRows(...rows: string[]) {
  const header = `00,S1SPAUD,${S1SP},1,20200302T050000,${rows.length}`;
  return read(S1SPAUD.name, csv(header, ...rows.map((row) => `10,${row}`)));
}

describe('audit files', () => {
  it('are read into events', async () => {
    const { header, records } = await read(S1SPAUD.name, S1SPAUD.content);
    expect(header).toEqual({
      kind: 'S1SPAUD',
      createdAt: '2020-03-02T05:00:00Z',
      businessKey: `S1SPAUD_${S1SP}_000001`,
      originator: S1SP,
      counter: 1,
      recordCount: 2,
      originatorId: S1SP,
    });
    expect(records).toEqual([
      {
        kind: 'S1SPAUD',
        eventDateTime: '2020-03-02T05:00:00Z',
        smsoId: 'CGI',
        requestingPartyId: REQUESTING_PARTY,
        mcfCounter: 1,
        chfId: CHF,
        eventType: 'STEP',
        outcome: 'OK',
        detail: 'detail, "quoted"',
      },
      expect.objectContaining({ eventType: 'PING', smsoId: null, detail: null }),
    ]);
    expect((await read(CPAUD.name, CPAUD.content)).header).toMatchObject({ kind: 'CPAUD', counter: 3 });
  });

  it.each([
    ['OriginatorID', S1SP, '70-B3-D5-1F-30-00-C0-09'],
    ['Counter', `${S1SP},1,`, `${S1SP},2,`],
    ['CreationDateTime', ',20200302T050000,2', ',,2'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(S1SPAUD, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field]).toEqual(['HEADER', field]);
  });

  it.each([
    [',,,,,PING,,', 'EventDateTime FIELD'],
    ['20200302T050000,,,,,,,', 'EventType FIELD'],
    [`20200302T050000,,,,,${'E'.repeat(41)},,`, 'EventType FIELD_TOO_LONG'],
    [`20200302T050000,,,,,PING,${'O'.repeat(41)},`, 'Outcome FIELD_TOO_LONG'],
    [`20200302T050000,,,,,PING,,${'D'.repeat(501)}`, 'Detail FIELD_TOO_LONG'],
    ['20200302T050000,C,,,,PING,,', 'SMSOID FIELD'],
    ['20200302T050000,,x,,,PING,,', 'RequestingPartyID FIELD'],
    ['20200302T050000,,,1000000,,PING,,', 'MCFCounter FIELD'],
    ['20200302T050000,,,,x,PING,,', 'CHFID FIELD'],
  ])('set %j aside', async (row, problem) => {
    expect((await readRows(row)).setAside).toEqual([`1 ${problem}`]);
  });

  it('may repeat an event, and may begin a text like a formula', async () => {
    const { setAside, records } = await readRows(
      '20200302T050000,,,,,PING,,=1',
      '20200302T050000,,,,,PING,,=1',
    );
    expect([setAside, records.length]).toEqual([[], 2]);
  });
});
