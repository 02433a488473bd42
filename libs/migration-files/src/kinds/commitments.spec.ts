import { read } from '../../test/reading';
import { changed, csv, DC, SUPPLIER } from '../../test/sample-files';

const HEADER = `00,DC,SUP001,${SUPPLIER},CGI,20200302,20200227T120000`;

describe('commitments', () => {
  it('are read into days of the week', async () => {
    const { header, records } = await read(DC.name, DC.content);
    expect(header).toEqual({
      kind: 'DC',
      createdAt: '2020-02-27T12:00:00Z',
      businessKey: `DC_${SUPPLIER}_CGI_2020-03-02_2020-02-27T12:00:00Z`,
      originator: null,
      counter: null,
      recordCount: 2,
      partySignifier: 'SUP001',
      userId: SUPPLIER,
      smsoId: 'CGI',
      weekCommencing: '2020-03-02',
    });
    expect(records).toEqual([
      { kind: 'DC', migrationDay: '2020-03-02', quantity: 40 },
      { kind: 'DC', migrationDay: '2020-03-08', quantity: 0 },
    ]);
  });

  it('of two issues of one week have two keys, and of DC- and DC_ the same', async () => {
    const reissue = changed(DC, '20200227T120000', '20200227T120001');
    const keys = await Promise.all(
      [DC, reissue, { ...DC, name: DC.name.replace('DC_', 'DC-') }].map(
        async ({ name, content }) => (await read(name, content)).header?.businessKey,
      ),
    );
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe(keys[0]);
  });

  it.each([
    ['PartySignifier', 'SUP001', 'SUP002'],
    ['UserID', SUPPLIER, '70-B3-D5-1F-30-00-A0-09'],
    ['SMSOID', ',CGI,', ',DXC,'],
    ['WeekCommencing', ',20200302,20200227', ',20200309,20200227'],
    ['WeekCommencing', ',20200302,20200227', ',20200303,20200227'],
    ['IssueDateTime', '20200227T120000', ''],
    ['RecordCount', 'T120000,2', 'T120000,-2'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(DC, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field]).toEqual(['HEADER', field]);
  });

  it.each([
    ['20200301,1', 'MigrationDay FIELD'],
    ['20200309,1', 'MigrationDay FIELD'],
    ['20200230,1', 'MigrationDay FIELD'],
    [',1', 'MigrationDay FIELD'],
    ['20200303,', 'Quantity FIELD'],
    ['20200303,-1', 'Quantity FIELD'],
    ['20200303,1.5', 'Quantity FIELD'],
    ['20200303,1000000000', 'Quantity FIELD'],
  ])('set %j aside', async (row, problem) => {
    expect((await read(DC.name, csv(`${HEADER},1`, `10,${row}`))).setAside).toEqual([`1 ${problem}`]);
  });

  it('of one day twice: the first stays', async () => {
    const { setAside, records } = await read(DC.name, csv(`${HEADER},2`, '10,20200303,1', '10,20200303,2'));
    expect(setAside).toEqual(['2 MigrationDay DUPLICATE_RECORD']);
    expect(records).toMatchObject([{ quantity: 1 }]);
  });
});
