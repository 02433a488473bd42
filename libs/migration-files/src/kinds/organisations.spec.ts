import { read } from '../../test/reading';
import { changed, csv, ORG, SUPPLIER } from '../../test/sample-files';

const OTHER = '70-B3-D5-1F-30-00-A0-09';

/** Reads rows of `PartySignifier` to `ReportingTo`. */
async function readRows(...rows: string[]) {
  const header = `00,ORG,20200102T090000,${rows.length}`;
  return read(ORG.name, csv(header, ...rows.map((row) => `10,${row}`)));
}

describe('organisations', () => {
  it('are read into users', async () => {
    const { header, records } = await read(ORG.name, ORG.content);
    expect(header).toEqual({
      kind: 'ORG',
      createdAt: '2020-01-02T09:00:00Z',
      businessKey: 'ORG_20200102_090000',
      originator: null,
      counter: null,
      recordCount: 3,
    });
    expect(records).toEqual([
      {
        kind: 'ORG',
        partySignifier: 'SUP001',
        partyName: 'Edge, Power & Gas',
        role: 'SUPPLIER',
        userId: SUPPLIER,
        distributorIds: [],
        smsoId: null,
        affiliateGroup: 'Edge Group',
        sharePointFolder: null,
        reportingFrom: '2020-02-01',
        reportingTo: '2020-03-17',
      },
      expect.objectContaining({ distributorIds: ['10', '16', '22'], sharePointFolder: 'Shared folder' }),
      expect.objectContaining({ userId: '70-B3-D5-1F-30-00-F0-01', smsoId: 'CGI' }),
    ]);
  });

  it.each([
    ['CreationDateTime', '00,ORG,20200102T090000', '00,ORG,20200102T090001'],
    ['CreationDateTime', '00,ORG,20200102T090000', '00,ORG,'],
    ['RecordCount', '00,ORG,20200102T090000,3', '00,ORG,20200102T090000,'],
    ['RecordCount', '00,ORG,20200102T090000,3', '00,ORG,20200102T090000,three'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(ORG, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field]).toEqual(['HEADER', field]);
  });

  it.each([
    [`SUP01,Name,SUPPLIER,${OTHER},,,,,,`, 'PartySignifier FIELD'],
    [`sup001,Name,SUPPLIER,${OTHER},,,,,,`, 'PartySignifier FIELD'],
    [`SUP001,,SUPPLIER,${OTHER},,,,,,`, 'PartyName FIELD'],
    [`SUP001,${'N'.repeat(101)},SUPPLIER,${OTHER},,,,,,`, 'PartyName FIELD_TOO_LONG'],
    [`SUP001,=Name,SUPPLIER,${OTHER},,,,,,`, 'PartyName FORMULA_LEAD'],
    [`SUP001,Name,Supplier,${OTHER},,,,,,`, 'Role FIELD'],
    [`SUP001,Name,,${OTHER},,,,,,`, 'Role FIELD'],
    ['SUP001,Name,SUPPLIER,70-B3,,,,,,', 'UserID FIELD'],
    [`SUP001,Name,SUPPLIER,${OTHER},10,,,,,`, 'DistributorIDs FIELD'],
    [`DNO001,Name,DNO,${OTHER},1,,,,,`, 'DistributorIDs FIELD'],
    [`DNO001,Name,DNO,${OTHER},10  11,,,,,`, 'DistributorIDs FIELD'],
    [`DNO001,Name,DNO,${OTHER},10;11,,,,,`, 'DistributorIDs FIELD'],
    [`SMS001,Name,SMSO,${OTHER},,CGII,,,,`, 'SMSOID FIELD'],
    [`SUP001,Name,SUPPLIER,${OTHER},,,,,20200230,`, 'ReportingFrom FIELD'],
    [`SUP001,Name,SUPPLIER,${OTHER},,,,,,2020-03-01`, 'ReportingTo FIELD'],
  ])('set %j aside', async (row, problem) => {
    expect((await readRows(row)).setAside).toEqual([`1 ${problem}`]);
  });

  it.each([
    'a/b',
    'a\\b',
    'a|b',
    'a:b',
    'a*b',
    'a?b',
    'a<b',
    'a>b',
    ' a',
    'a ',
    '.a',
    'a.',
    'a\tb',
    'a\u0085b',
  ])('do not take %j for a folder name', async (folder) => {
    expect((await readRows(`SUP001,Name,SUPPLIER,${OTHER},,,,${folder},,`)).setAside).toEqual([
      '1 SharePointFolder FIELD',
    ]);
  });

  it.each(['a b', 'a.b', 'Énergie & Söhne, (GB)'])('take %j for a folder name', async (folder) => {
    const { records } = await readRows(`SUP001,Name,SUPPLIER,${OTHER},,,,"${folder}",,`);
    expect(records).toMatchObject([{ sharePointFolder: folder }]);
  });

  it('report every faulty field of a record, each once', async () => {
    const { setAside, records } = await readRows('X,=Name,Y,Z,,,,,,', `SUP001,Name,SUPPLIER,${OTHER},,,,,,`);
    expect(setAside).toEqual([
      '1 PartySignifier FIELD',
      '1 PartyName FORMULA_LEAD',
      '1 Role FIELD',
      '1 UserID FIELD',
    ]);
    expect(records).toHaveLength(1);
  });

  describe('duplicates', () => {
    it('are two rows of one User ID and role; the first stays', async () => {
      const { setAside, records } = await readRows(
        `SUP001,First,SUPPLIER,${SUPPLIER},,,,,,`,
        `SUP002,Second,SUPPLIER,${SUPPLIER.toLowerCase()},,,,,,`,
      );
      expect(setAside).toEqual(['2 UserID DUPLICATE_RECORD']);
      expect(records).toMatchObject([{ partyName: 'First' }]);
    });

    it.each([
      ['SUPPLIER', 'DNO'],
      ['DNO', 'SUPPLIER'],
    ])('are one User ID as %s and %s', async (first, second) => {
      const row = (role: string) => `SUP001,Name,${role},${SUPPLIER},,,,,,`;
      expect((await readRows(row(first), row(second))).setAside).toEqual(['2 UserID DUPLICATE_RECORD']);
    });

    it('are not one User ID in two other roles, nor one Party with several', async () => {
      const { setAside } = await readRows(
        `SUP001,Name,SUPPLIER,${SUPPLIER},,,,,,`,
        `SUP001,Name,SMSO,${SUPPLIER},,,,,,`,
        `SUP001,Name,SUPPLIER,${OTHER},,,,,,`,
      );
      expect(setAside).toEqual([]);
    });

    it('are one distributor id at two User IDs', async () => {
      const { setAside } = await readRows(
        `DNO001,Name,DNO,${SUPPLIER},10 11,,,,,`,
        `DNO001,Name,DNO,${OTHER},12 11,,,,,`,
        'DNO002,Name,DNO,70-B3-D5-1F-30-00-B0-04,12,,,,,',
      );
      expect(setAside).toEqual(['2 DistributorIDs DUPLICATE_RECORD']);
    });

    it('are not made by a record that was set aside itself', async () => {
      const { setAside, records } = await readRows(
        `SUP001,=First,SUPPLIER,${SUPPLIER},,,,,,`,
        `SUP001,Second,SUPPLIER,${SUPPLIER},,,,,,`,
      );
      expect(setAside).toEqual(['1 PartyName FORMULA_LEAD']);
      expect(records).toMatchObject([{ partyName: 'Second' }]);
    });
  });
});
