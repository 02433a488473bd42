import { commitmentsFile, organisationsFile } from '../files/master-data-files';
import type { CommonDevice, CommonInstallation } from '../files/common-files';
import { DAY, WEEK } from '../instant';
import { organisationRows } from '../plan/plan-organisations';
import { accepted, changed, withProblems, type HostileFile } from './hostile-file';
import type { HostileDrafts } from './hostile-drafts';

/** Files that load but for single records. */
export function setAsideFiles(drafts: HostileDrafts): HostileFile[] {
  return [
    ...commonFiles(drafts),
    ...authorisationFiles(drafts),
    ...masterDataFiles(drafts),
    ...oddFiles(drafts),
  ];
}

function commonFiles(drafts: HostileDrafts): HostileFile[] {
  const good = () => drafts.nextInstallation();
  const withDevice = (change: Partial<CommonDevice>): CommonInstallation => {
    const installation = good();
    const devices = installation.devices.map((device) =>
      device.type === 'ESME' ? { ...device, ...change } : device,
    );
    return { ...installation, devices };
  };
  const twice = good();
  return [
    withProblems(
      changed(drafts.commonFile([good(), good()]), (text) => text.replace('<Active>true<', '<Active>yes<')),
      { record: 1, field: 'Active', code: 'FIELD' },
    ),
    withProblems(drafts.commonFile([good(), withDevice({ manufacturer: 'M'.repeat(31) })]), {
      record: 2,
      field: 'Manufacturer',
      code: 'FIELD_TOO_LONG',
    }),
    withProblems(drafts.commonFile([good(), withDevice({ firmware: '123456789' }), good()]), {
      record: 2,
      field: 'FirmwareVersion',
      code: 'FIELD_TOO_LONG',
    }),
    withProblems(
      drafts.commonFile([
        withMpxn(good(), '101234567890', undefined),
        withMpxn(good(), undefined, '12345678901234'),
      ]),
      { record: 1, field: 'ImportMPAN', code: 'MPAN' },
      { record: 2, field: 'MPRN', code: 'MPRN' },
    ),
    withProblems(drafts.commonFile([twice, good(), twice]), {
      record: 3,
      field: 'CHFID',
      code: 'DUPLICATE_RECORD',
    }),
    withProblems(
      drafts.commonFile([
        withDevice({ manufacturer: '=HYPERLINK("//sample.invalid")' }),
        withDevice({ model: '+44 MODEL' }),
        withDevice({ model: '\tTAB' }),
        withDevice({ firmware: '-1' }),
        good(),
      ]),
      { record: 1, field: 'Manufacturer', code: 'FORMULA_LEAD' },
      { record: 2, field: 'Model', code: 'FORMULA_LEAD' },
      { record: 3, field: 'Model', code: 'FORMULA_LEAD' },
      { record: 4, field: 'FirmwareVersion', code: 'FORMULA_LEAD' },
    ),
  ];
}

function withMpxn(
  installation: CommonInstallation,
  mpan: string | undefined,
  mprn: string | undefined,
): CommonInstallation {
  const { electricity, gas } = installation;
  return {
    ...installation,
    electricity: electricity && { ...electricity, mpxn: mpan ?? electricity.mpxn },
    gas: gas && { ...gas, mpxn: mprn ?? gas.mpxn },
  };
}

function authorisationFiles(drafts: HostileDrafts): HostileFile[] {
  const answered = drafts.authorisationHeader();
  return [
    withProblems(
      changed(drafts.authorisation(3), (text) => text.replace(/^(10,2,.*),0,(5A)/m, '$1,Y,$2')),
      { record: 2, field: 'PriorityIndicator', code: 'FIELD' },
    ),
    withProblems(
      changed(drafts.authorisation(2), (text) =>
        text.replace(/^(10,1,.*),5AFFFFFFFF,/m, `$1,${'5'.repeat(41)},`),
      ),
      { record: 1, field: 'OrganisationCertificateSerialNumber', code: 'FIELD_TOO_LONG' },
    ),
    withProblems(
      changed(drafts.authorisation(3), (text) => text.replace(/^10,3,/m, '10,2,')),
      { record: 3, field: 'RecordNumber', code: 'DUPLICATE_RECORD' },
    ),
    accepted(drafts.authorisation(2, answered)),
    withProblems(
      changed(drafts.validationResponse(2, answered, 'Fine'), (text) => text.replace('Fine', '@SUM(A1)')),
      { record: 1, field: 'Comments', code: 'FORMULA_LEAD' },
    ),
  ];
}

/** The Organisations file is older than the ordinary ones, so that it never rules. */
function masterDataFiles(drafts: HostileDrafts): HostileFile[] {
  const rows = organisationRows(drafts.market, true);
  const [first] = rows;
  const { signifier, userId } = drafts.supplier;
  const header = {
    signifier,
    userId,
    smsoId: drafts.cohort.smsoId,
    week: drafts.week - 8 * WEEK,
    reissue: false,
  };
  return [
    withProblems(
      organisationsFile(drafts.week - 8 * WEEK, [
        ...rows,
        ...(first ? [first, { ...first, userId: '70-B3-D5-1F-30-00-AE-FF', name: '-Minus Energy' }] : []),
      ]),
      { record: rows.length + 1, field: 'UserID', code: 'DUPLICATE_RECORD' },
      { record: rows.length + 2, field: 'PartyName', code: 'FORMULA_LEAD' },
    ),
    withProblems(
      commitmentsFile({ ...header, issuedAt: drafts.week - 9 * WEEK }, [
        { day: header.week, quantity: 0 },
        { day: header.week + DAY, quantity: -1 },
        { day: header.week, quantity: 5 },
      ]),
      { record: 2, field: 'Quantity', code: 'FIELD' },
      { record: 3, field: 'MigrationDay', code: 'DUPLICATE_RECORD' },
    ),
  ];
}

/** Odd but good: warnings at most. */
function oddFiles(drafts: HostileDrafts): HostileFile[] {
  const { userId } = drafts.supplier;
  const wrongCheckDigits = withMpxn(drafts.nextInstallation(), '1012345678904', '1');
  const { devices, ...rest } = drafts.nextInstallation();
  const twoDisplays: CommonDevice[] = [6, 7].map((place) => ({
    id: rest.chfId.replace(/.$/, String(place)),
    type: 'IHD',
    manufacturer: 'Homeview',
    model: 'HV3',
  }));
  return [
    accepted(drafts.commonFile([wrongCheckDigits, { ...rest, devices: [...devices, ...twoDisplays] }])),
    accepted(
      changed(drafts.authorisation(2), (text) =>
        `\uFEFF${text}`.replaceAll('\n', '\r\n').replaceAll(userId, userId.toLowerCase()),
      ),
    ),
  ];
}
