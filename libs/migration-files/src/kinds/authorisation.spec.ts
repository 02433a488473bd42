import { read } from '../../test/reading';
import { changed, csv, GAS_SUPPLIER, MA, MPAN, MPRN, SUPPLIER } from '../../test/sample-files';

async function readRows(type: 'SUPPLIER' | 'DCC', ...rows: string[]) {
  const header = `00,MA,CGI,${SUPPLIER},${type},20200226T090000,${rows.length}`;
  return read(MA.name, csv(header, ...rows.map((row) => `10,${row}`)));
}

describe('authorisations', () => {
  it('are read with their defaults', async () => {
    const { header, records } = await read(MA.name, MA.content);
    expect(header).toEqual({
      kind: 'MA',
      createdAt: '2020-02-26T09:00:00Z',
      businessKey: `MA_CGI_${SUPPLIER}_20200226_090000`,
      originator: null,
      counter: null,
      recordCount: 2,
      maFileName: `MA_CGI_${SUPPLIER}_20200226_090000`,
      smsoId: 'CGI',
      authorisingPartyId: SUPPLIER,
      authorisingPartyType: 'SUPPLIER',
    });
    expect(records).toEqual([
      {
        kind: 'MA',
        recordNumber: 1,
        responsibleSupplierId: SUPPLIER,
        importMpan: MPAN,
        mprn: MPRN,
        migrateOn: '2020-03-04',
        migrationWeek: '2020-03-02',
        priorityIndicator: true,
        organisationCertificateSerialNumber: '5A00000001',
        meterStatus: 'A',
      },
      {
        kind: 'MA',
        recordNumber: 2,
        responsibleSupplierId: GAS_SUPPLIER,
        importMpan: null,
        mprn: MPRN,
        migrateOn: null,
        migrationWeek: '2020-03-02',
        priorityIndicator: false,
        organisationCertificateSerialNumber: null,
        meterStatus: 'A',
      },
    ]);
  });

  it('keep the name of their file as opaque text', async () => {
    const name = 'MA_cgi_70b3d51f3000a001_20200226_090000.csv';
    const { header } = await read(name, MA.content);
    expect(header).toMatchObject({ maFileName: 'MA_cgi_70b3d51f3000a001_20200226_090000', smsoId: 'CGI' });
  });

  it.each([
    ['SMSOID', 'MA,CGI', 'MA,DXC'],
    ['AuthorisingPartyID', `CGI,${SUPPLIER}`, `CGI,${GAS_SUPPLIER}`],
    ['AuthorisingPartyType', ',SUPPLIER,', ',DNO,'],
    ['AuthorisingPartyType', ',SUPPLIER,', ',,'],
    ['CreationDateTime', '20200226T090000', '20200226T090001'],
    ['CreationDateTime', '20200226T090000', '2020-02-26T09:00:00Z'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(MA, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field]).toEqual(['HEADER', field]);
  });

  it('of the DCC name the supplier and are dormant unless they say otherwise', async () => {
    const { setAside, records } = await readRows(
      'DCC',
      `1,,,${MPRN},,20200302,,,`,
      `2,${GAS_SUPPLIER},,${MPRN},,20200302,,,`,
      `3,${GAS_SUPPLIER},,${MPRN},,20200302,,,A`,
    );
    expect(setAside).toEqual(['1 ResponsibleSupplierID FIELD']);
    expect(records).toMatchObject([{ meterStatus: 'D' }, { meterStatus: 'A' }]);
  });

  it.each([
    [`,,,${MPRN},,20200302,,,`, 'RecordNumber FIELD'],
    [`0,,,${MPRN},,20200302,,,`, 'RecordNumber FIELD'],
    [`1,70-B3,,${MPRN},,20200302,,,`, 'ResponsibleSupplierID FIELD'],
    ['1,,,,,20200302,,,', 'ImportMPAN FIELD'],
    ['1,,101234567890,,,20200302,,,', 'ImportMPAN MPAN'],
    ['1,,10123456789O3,,,20200302,,,', 'ImportMPAN MPAN'],
    ['1,,,12345678901234,,20200302,,,', 'MPRN MPRN'],
    [`1,,,${MPRN},20200230,20200302,,,`, 'MigrateOn FIELD'],
    [`1,,,${MPRN},,,,,`, 'MigrationWeek FIELD'],
    [`1,,,${MPRN},,20200303,,,`, 'MigrationWeek FIELD'],
    [`1,,,${MPRN},,20200302,true,,`, 'PriorityIndicator FIELD'],
    [`1,,,${MPRN},,20200302,,${'5'.repeat(41)},`, 'OrganisationCertificateSerialNumber FIELD_TOO_LONG'],
    [`1,,,${MPRN},,20200302,,,X`, 'MeterStatus FIELD'],
  ])('set %j aside', async (row, problem) => {
    const { setAside, records } = await readRows('SUPPLIER', row);
    expect([setAside, records]).toEqual([[`1 ${problem}`], []]);
  });

  it('warn of wrong check digits and load', async () => {
    const { records, warnings } = await readRows('SUPPLIER', '1,,1012345678904,3938424404,,20200302,,,');
    expect(warnings).toEqual(['1 ImportMPAN MPAN_CHECK_DIGIT', '1 MPRN MPRN_CHECK_DIGIT']);
    expect(records).toHaveLength(1);
  });

  it('do not warn where they set aside', async () => {
    expect(await readRows('SUPPLIER', '1,,1012345678904,,,20200303,,,')).toMatchObject({
      warnings: [],
      setAside: ['1 MigrationWeek FIELD'],
    });
  });

  it('of one record number twice: the first good one stays', async () => {
    const { setAside, records } = await readRows(
      'SUPPLIER',
      `7,,,${MPRN},,20200303,,,`,
      `7,,,${MPRN},,20200302,,,`,
      `007,,,${MPRN},,20200309,,,`,
    );
    expect(setAside).toEqual(['1 MigrationWeek FIELD', '3 RecordNumber DUPLICATE_RECORD']);
    expect(records).toMatchObject([{ migrationWeek: '2020-03-02' }]);
  });
});
