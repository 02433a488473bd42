import { read } from '../../test/reading';
import {
  changed,
  CHF,
  device,
  ELECTRICITY,
  elements,
  GAS,
  installation,
  MCF,
  mcf,
  MCF_NAME,
  METER,
  MPAN,
  MPRN,
  OTHER_CHF,
  REQUESTING_PARTY,
  SUPPLIER,
  type InstallationParts,
} from '../../test/sample-files';

async function readOne(parts: InstallationParts) {
  return read(MCF_NAME, mcf(installation(parts)));
}

const electricity = (values: Readonly<Record<string, string>>) =>
  `<Electricity>${elements({ ImportMPAN: MPAN, ...METER, ...values })}</Electricity>`;

const chf = (values: Readonly<Record<string, string>> = {}) => device(CHF, 'CHF', values);

describe('common files', () => {
  it('are read into installations', async () => {
    const authorised = electricity({ MAFileName: 'MA_x', MARecordNumber: '007' });
    const { header, records } = await readOne({
      dcc: '0',
      meters: authorised + GAS,
      devices: chf({ FirmwareVersion: '0002012F' }) + device(OTHER_CHF, 'ESME'),
    });
    expect(header).toEqual({
      kind: 'MCF',
      createdAt: '2020-03-02T04:10:00Z',
      businessKey: `MCF_CGI_${REQUESTING_PARTY}_000012`,
      originator: `CGI_${REQUESTING_PARTY}`,
      counter: 12,
      recordCount: 1,
      smsoId: 'CGI',
      requestingPartyId: REQUESTING_PARTY,
      mcfCounter: 12,
      reference: `CGI_${REQUESTING_PARTY}_000012`,
    });
    expect(records).toEqual([
      {
        kind: 'MCF',
        chfId: CHF,
        isToBeCommissionedByDcc: false,
        electricity: {
          importMpan: MPAN,
          responsibleSupplierId: SUPPLIER,
          isActive: true,
          authorisation: { maFileName: 'MA_x', maRecordNumber: 7 },
        },
        gas: { mprn: MPRN, responsibleSupplierId: SUPPLIER, isActive: true, authorisation: null },
        devices: {
          CHF: {
            deviceId: CHF,
            deviceType: 'CHF',
            manufacturer: 'Landis+Gyr',
            model: 'E470 Type 4',
            firmwareVersion: '0002012F',
          },
          ESME: {
            deviceId: OTHER_CHF,
            deviceType: 'ESME',
            manufacturer: 'Landis+Gyr',
            model: 'E470 Type 4',
            firmwareVersion: null,
          },
        },
        otherDevices: [],
      },
    ]);
  });

  it.each([
    ['SMSOID', '>CGI<', '>DXC<'],
    ['RequestingPartyID', REQUESTING_PARTY, SUPPLIER],
    ['MCFCounter', '>12<', '>13<'],
    ['MCFCounter', '>12<', '><'],
    ['CreationDateTime', 'Z<', '<'],
    ['RecordCount', '<RecordCount>1<', '<RecordCount>one<'],
  ])('are rejected for a wrong %s', async (field, part, by) => {
    const { name, content } = changed(MCF, part, by);
    const { error } = await read(name, content);
    expect([error?.code, error?.field, error?.line]).toEqual(['HEADER', field, 2]);
  });

  it.each<[string, InstallationParts, string]>([
    ['a bad CHF ID', { chfId: '90-B3', devices: chf() }, 'CHFID FIELD'],
    ['an empty CHF ID', { chfId: '', devices: chf() }, 'CHFID FIELD'],
    ['no boolean', { dcc: 'yes' }, 'ToBeCommissionedByDCC FIELD'],
    ['an empty boolean', { dcc: '' }, 'ToBeCommissionedByDCC FIELD'],
    ['no meter', { meters: '' }, 'Electricity FIELD'],
    ['a bad MPAN', { meters: electricity({ ImportMPAN: '123' }) }, 'ImportMPAN MPAN'],
    ['an empty MPAN', { meters: electricity({ ImportMPAN: '' }) }, 'ImportMPAN FIELD'],
    ['a bad MPRN', { meters: GAS.replace(MPRN, '12345678901234') }, 'MPRN MPRN'],
    [
      'a bad supplier',
      { meters: electricity({ ResponsibleSupplierID: 'x' }) },
      'ResponsibleSupplierID FIELD',
    ],
    ['a bad Active', { meters: electricity({ Active: 'Y' }) }, 'Active FIELD'],
    ['an MA file alone', { meters: electricity({ MAFileName: 'MA_x' }) }, 'MARecordNumber FIELD'],
    ['an MA record alone', { meters: electricity({ MARecordNumber: '1' }) }, 'MAFileName FIELD'],
    [
      'a long MA file name',
      { meters: electricity({ MAFileName: 'M'.repeat(101), MARecordNumber: '1' }) },
      'MAFileName FIELD_TOO_LONG',
    ],
    ['a bad device id', { devices: chf() + device('x', 'ESME') }, 'DeviceID FIELD'],
    ['an unknown type', { devices: chf() + device(OTHER_CHF, 'TV') }, 'DeviceType FIELD'],
    ['no manufacturer', { devices: chf({ Manufacturer: '' }) }, 'Manufacturer FIELD'],
    [
      'a long manufacturer',
      { devices: chf({ Manufacturer: 'é'.repeat(31) }) },
      'Manufacturer FIELD_TOO_LONG',
    ],
    ['a formula for a manufacturer', { devices: chf({ Manufacturer: '+x' }) }, 'Manufacturer FORMULA_LEAD'],
    ['a formula for a model', { devices: chf({ Model: '&#13;x' }) }, 'Model FORMULA_LEAD'],
    ['a long model', { devices: chf({ Model: 'x'.repeat(31) }) }, 'Model FIELD_TOO_LONG'],
    [
      'a long firmware version',
      { devices: chf({ FirmwareVersion: '123456789' }) },
      'FirmwareVersion FIELD_TOO_LONG',
    ],
    ['a formula for firmware', { devices: chf({ FirmwareVersion: '=1' }) }, 'FirmwareVersion FORMULA_LEAD'],
    ['no device', { devices: '' }, 'Device FIELD'],
    ['no CHF', { devices: device(CHF, 'ESME') }, 'Device FIELD'],
    ['the CHF of another installation', { devices: device(OTHER_CHF, 'CHF') }, 'Device FIELD'],
  ])('with %s set it aside', async (_, parts, problem) => {
    const { setAside, records, rejection } = await readOne(parts);
    expect([setAside, records, rejection]).toEqual([[`1 ${problem}`], [], null]);
  });

  it.each<[string, InstallationParts]>([
    ['electricity alone', { meters: ELECTRICITY }],
    ['gas alone', { meters: GAS }],
    ['an empty reference to an MA', { meters: electricity({ MAFileName: '', MARecordNumber: '' }) }],
    ['thirty characters outside the BMP', { devices: chf({ Model: '😀'.repeat(30) }) }],
    ['an empty firmware version', { devices: chf({ FirmwareVersion: '' }) }],
  ])('with %s load', async (_, parts) => {
    const { setAside, records } = await readOne(parts);
    expect([setAside, records.length]).toEqual([[], 1]);
  });

  it('keep text as it is', async () => {
    const { records } = await readOne({ devices: chf({ Manufacturer: '  Müller &amp; Söhne ' }) });
    expect(records).toMatchObject([{ devices: { CHF: { manufacturer: '  Müller & Söhne ' } } }]);
  });

  it('report the first of two devices of one type, and warn', async () => {
    const ids = ['01', '02', '03', '04'].map((octet) => OTHER_CHF.replace(/..$/, octet));
    const [esme = '', secondEsme = '', hcalcs = '', secondHcalcs = ''] = ids;
    const { records, warnings } = await readOne({
      devices:
        device(esme, 'ESME') +
        device(secondEsme, 'ESME') +
        device(hcalcs, 'HCALCS') +
        device(secondHcalcs, 'HCALCS') +
        chf(),
    });
    expect(warnings).toEqual(['1 DeviceType DEVICE_TYPE_REPEATED']);
    expect(records).toMatchObject([
      {
        devices: { ESME: { deviceId: esme } },
        otherDevices: [{ deviceId: secondEsme }, { deviceId: hcalcs }, { deviceId: secondHcalcs }],
      },
    ]);
  });

  it('find their CHF behind another one', async () => {
    const { records, setAside } = await readOne({ devices: device(OTHER_CHF, 'CHF') + chf() });
    expect(setAside).toEqual([]);
    expect(records).toMatchObject([{ devices: { CHF: { deviceId: OTHER_CHF } } }]);
  });

  it('of one CHF twice: the first good one stays', async () => {
    const content = mcf(
      installation({ dcc: 'no' }),
      installation({ dcc: 'true' }),
      installation({ chfId: OTHER_CHF }),
      installation({ chfId: CHF.toLowerCase(), dcc: 'false' }),
    );
    const { setAside, records } = await read(MCF_NAME, content);
    expect(setAside).toEqual(['1 ToBeCommissionedByDCC FIELD', '4 CHFID DUPLICATE_RECORD']);
    expect(records).toMatchObject([{ chfId: CHF, isToBeCommissionedByDcc: true }, { chfId: OTHER_CHF }]);
  });
});
