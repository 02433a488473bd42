/** Small handwritten files: one good one of every kind, and the parts to make bad ones of. */

export const SMSO = 'CGI';
export const SUPPLIER = '70-B3-D5-1F-30-00-A0-01';
export const GAS_SUPPLIER = '70-B3-D5-1F-30-00-A0-02';
export const REQUESTING_PARTY = '70-B3-D5-1F-30-00-D0-01';
export const S1SP = '70-B3-D5-1F-30-00-C0-01';
export const COMMISSIONING_PARTY = '70-B3-D5-1F-30-00-E0-01';
export const CHF = '90-B3-D5-1F-30-01-00-2A';
export const OTHER_CHF = '90-B3-D5-1F-30-01-00-3B';
/** With right check digits. */
export const MPAN = '1012345678903';
export const MPRN = '3938424403';

export interface SampleFile {
  readonly name: string;
  readonly content: string;
}

export function csv(...rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}

export const ORG: SampleFile = {
  name: 'ORG_20200102_090000.csv',
  content: csv(
    '00,ORG,20200102T090000,3',
    `10,SUP001,"Edge, Power & Gas",SUPPLIER,${SUPPLIER},,,Edge Group,,20200201,20200317`,
    '10,DNO001,Network 1,DNO,70-B3-D5-1F-30-00-B0-04,10 16 22,,,Shared folder,,',
    '10,SMS001,Operator,SMSO,70-b3-d5-1f-30-00-f0-01,,cgi,,,,',
  ),
};

export const DC: SampleFile = {
  name: `DC_SUP001_${SUPPLIER}_CGI_20200302.csv`,
  content: csv(`00,DC,SUP001,${SUPPLIER},CGI,20200302,20200227T120000,2`, '10,20200302,40', '10,20200308,0'),
};

export const MA: SampleFile = {
  name: `MA_CGI_${SUPPLIER}_20200226_090000.csv`,
  content: csv(
    `00,MA,CGI,${SUPPLIER},SUPPLIER,20200226T090000,2`,
    `10,1,,${MPAN},${MPRN},20200304,20200302,1,5A00000001,A`,
    `10,2,${GAS_SUPPLIER},,${MPRN},,20200302,,,`,
  ),
};

export const MAVR: SampleFile = {
  name: `MAVR_CGI_${SUPPLIER}_20200226_090000_001.csv`,
  content: csv(
    `00,MAVR,MA_CGI_${SUPPLIER}_20200226_090000,CGI,20200227T100000,2,1`,
    `10,1,${MPAN},${MPRN},ACCEPTED,,,0`,
    '10,2,,,WARNING,W1,"odd, but ""fine""",1',
    '10,3,,,REJECTED,MAV01,No such meter,0',
  ),
};

export const MACR: SampleFile = {
  name: `MACR_CGI_${REQUESTING_PARTY}_20200310_020000.csv`,
  content: csv(
    `00,MACR,CGI,${REQUESTING_PARTY},20200310T020000,2`,
    `10,MA_CGI_${SUPPLIER}_20200226_090000,1,${MPAN},,SUCCESS,,20200309T164355,12,${CHF},MIGRATION`,
    `10,MA_CGI_${SUPPLIER}_20200226_090000,2,,,IN_PROGRESS,,,,,`,
  ),
};

export const S1SPAUD: SampleFile = {
  name: `S1SPAUD_${S1SP}_000001.csv`,
  content: csv(
    `00,S1SPAUD,${S1SP},1,20200302T050000,2`,
    `10,20200302T050000,CGI,${REQUESTING_PARTY},1,${CHF},STEP,OK,"detail, ""quoted"""`,
    '10,20200302T050000,,,,,PING,,',
  ),
};

export const CPAUD: SampleFile = {
  name: `CPAUD_${COMMISSIONING_PARTY}_000003.csv`,
  content: csv(`00,CPAUD,${COMMISSIONING_PARTY},3,20200304T050000,0`),
};

export const NAMESPACE = 'urn:mrr:migration-files:1';

export function elements(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');
}

export function xml(
  root: string,
  header: Readonly<Record<string, string>>,
  ...installations: string[]
): string {
  const records = installations.map((content) => `  <Installation>${content}</Installation>\n`).join('');
  return `<${root} xmlns="${NAMESPACE}">\n  <Header>${elements(header)}</Header>\n${records}</${root}>\n`;
}

export const REFERENCE = { SMSOID: SMSO, RequestingPartyID: REQUESTING_PARTY, MCFCounter: '12' };
const closing = (count: number) => ({ CreationDateTime: '2020-03-02T04:10:00Z', RecordCount: String(count) });

export const METER = { ResponsibleSupplierID: SUPPLIER, Active: 'true' };
export const ELECTRICITY = `<Electricity>${elements({ ImportMPAN: MPAN, ...METER })}</Electricity>`;
export const GAS = `<Gas>${elements({ MPRN, ...METER })}</Gas>`;

export function device(id: string, type: string, values: Readonly<Record<string, string>> = {}): string {
  return `<Device>${elements({ DeviceID: id, DeviceType: type, Manufacturer: 'Landis+Gyr', Model: 'E470 Type 4', ...values })}</Device>`;
}

export interface InstallationParts {
  readonly chfId?: string;
  readonly dcc?: string;
  readonly meters?: string;
  readonly devices?: string;
}

/** Content of one Installation of a common file. */
export function installation(parts: InstallationParts = {}): string {
  const { chfId = CHF, dcc = 'true', meters = ELECTRICITY + GAS, devices = device(chfId, 'CHF') } = parts;
  return elements({ CHFID: chfId, ToBeCommissionedByDCC: dcc }) + meters + devices;
}

export const MCF_NAME = `MCF_CGI_${REQUESTING_PARTY}_000012.xml`;

export function mcf(...installations: string[]): string {
  return xml('MigrationCommonFile', { ...REFERENCE, ...closing(installations.length) }, ...installations);
}

export const MCF: SampleFile = { name: MCF_NAME, content: mcf(installation()) };

export const MCVF_NAME = `MCVF_${S1SP}_000019.xml`;

export function mcvf(...installations: string[]): string {
  const header = { S1SPID: S1SP, S1SPCounter: '19', ...REFERENCE, ...closing(installations.length) };
  return xml('MigrationCommonValidationFile', header, ...installations);
}

export const MCVF: SampleFile = {
  name: MCVF_NAME,
  content: mcvf(elements({ CHFID: CHF, Result: 'INVALID', ReasonCode: 'V01' })),
};

export const MGF_NAME = `MGF_CGI_${REQUESTING_PARTY}_000012_CA_000008.xml`;
export const MGEF_NAME = `MGEF_CGI_${REQUESTING_PARTY}_000012_CA_000008.xml`;

function groupFile(root: string, installations: readonly string[]): string {
  const header = { ...REFERENCE, GroupID: 'CA', GroupFileCounter: '8', ...closing(installations.length) };
  return xml(root, header, ...installations);
}

export const mgf = (...installations: string[]) => groupFile('MigrationGroupFile', installations);
export const mgef = (...installations: string[]) => groupFile('MigrationGroupEncryptedFile', installations);

export const MGF: SampleFile = {
  name: MGF_NAME,
  content: mgf(elements({ CHFID: CHF, WANDetails: 'apn.example' }), elements({ CHFID: OTHER_CHF })),
};

export const MGEF: SampleFile = {
  name: MGEF_NAME,
  content: mgef(elements({ CHFID: CHF, EncryptedContent: 'c2VjcmV0IGtleXM=' })),
};

export const S1SPCF_NAME = `S1SPCF_${S1SP}_000040.xml`;

export function s1spcf(...installations: string[]): string {
  const header = {
    S1SPID: S1SP,
    S1SPCounter: '40',
    ...REFERENCE,
    GroupID: 'CA',
    ...closing(installations.length),
  };
  return xml('S1SPCommissioningFile', header, ...installations);
}

export const S1SPCF: SampleFile = {
  name: S1SPCF_NAME,
  content: s1spcf(elements({ CHFID: CHF, Result: 'FAILURE', ReasonCode: 'S1', Rollback: 'COMPLETED' })),
};

export const COF_NAME = `COF_${COMMISSIONING_PARTY}_000020.xml`;

export function cof(...installations: string[]): string {
  const party = { CommissioningPartyID: COMMISSIONING_PARTY, CommissioningPartyCounter: '20' };
  const header = { ...party, ...REFERENCE, GroupID: 'CA', ...closing(installations.length) };
  return xml('CommissioningOutcomeFile', header, ...installations);
}

export const COF: SampleFile = {
  name: COF_NAME,
  content: cof(elements({ CHFID: CHF, Result: 'SUCCESS' })),
};

/** One good file of every kind. */
export const SAMPLE_FILES: readonly SampleFile[] = [
  ORG,
  DC,
  MA,
  MAVR,
  MACR,
  MCF,
  MCVF,
  MGF,
  MGEF,
  S1SPCF,
  COF,
  S1SPAUD,
  CPAUD,
];

/** The file with one part of its text replaced; fails if the part is not there. */
export function changed(file: SampleFile, part: string | RegExp, by: string): SampleFile {
  const content = file.content.replace(part, by);
  if (content === file.content) throw new Error(`${String(part)} does not stand in ${file.name}`);
  return { ...file, content };
}
