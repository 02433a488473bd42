import { SAMPLE_FILES, SUPPLIER } from '../test/sample-files';
import { FILE_KINDS } from './file-kind';
import { parseFileName } from './file-name';
import { FileRejectedError } from './file-rejected.error';

function codeOf(name: string): string | null {
  try {
    parseFileName(name);
    return null;
  } catch (error) {
    return error instanceof FileRejectedError ? error.code : 'other';
  }
}

describe('parseFileName', () => {
  it('knows all thirteen kinds', () => {
    expect(SAMPLE_FILES.map(({ name }) => parseFileName(name).kind)).toEqual(FILE_KINDS);
  });

  it('gives the parts in their stored form', () => {
    expect(parseFileName('MGEF_cgi_70b3d51f3000d001_000012_CA_000008.xml')).toEqual({
      kind: 'MGEF',
      name: 'MGEF_cgi_70b3d51f3000d001_000012_CA_000008.xml',
      stem: 'MGEF_cgi_70b3d51f3000d001_000012_CA_000008',
      smsoId: 'CGI',
      requestingPartyId: '70-B3-D5-1F-30-00-D0-01',
      mcfCounter: 12,
      groupId: 'CA',
      groupFileCounter: 8,
    });
    expect(parseFileName(`MAVR_CGI_${SUPPLIER}_20200226_090000_012.csv`)).toMatchObject({
      answeredCreatedAt: '2020-02-26T09:00:00Z',
      responseNumber: 12,
    });
  });

  it('accepts DC- for the first separator only', () => {
    expect(parseFileName(`DC-SUP001_${SUPPLIER}_CGI_20200302.csv`)).toMatchObject({
      kind: 'DC',
      partySignifier: 'SUP001',
      weekCommencing: '2020-03-02',
    });
    expect(codeOf(`DC-SUP001-${SUPPLIER}_CGI_20200302.csv`)).toBe('FILE_NAME');
    expect(codeOf(`MA-CGI_${SUPPLIER}_20200226_090000.csv`)).toBe('FILE_NAME');
  });

  it.each([
    ['', 'nothing'],
    ['ORG.csv', 'no parts'],
    ['ABC_20200102_090000.csv', 'an unknown prefix'],
    ['org_20200102_090000.csv', 'a prefix in lower case'],
    ['ORG_20200102_090000.CSV', 'an extension in upper case'],
    ['ORG_20200102_090000.xml', 'the extension of another format'],
    ['ORG_20200102_090000.csv.bak', 'a second extension'],
    ['in/ORG_20200102_090000.csv', 'a folder'],
    [' ORG_20200102_090000.csv', 'a leading blank'],
    ['ORG_20200102_090000.csv\n', 'a line end'],
    ['ORG_20200230_090000.csv', 'a day that is none'],
    ['ORG_20200102_240000.csv', 'a time that is none'],
    ['ORG_20200102T090000.csv', 'the notation of the header'],
    ['ORG_20200102_090000_1.csv', 'a part too many'],
    ['ORG_20200102.csv', 'a part too few'],
    [`DC_SUP001_${SUPPLIER}_CGI_20200303.csv`, 'a Tuesday'],
    [`DC_sup001_${SUPPLIER}_CGI_20200302.csv`, 'a signifier in lower case'],
    [`DC_SUP01_${SUPPLIER}_CGI_20200302.csv`, 'a signifier of five characters'],
    [`MA_CGII_${SUPPLIER}_20200226_090000.csv`, 'an SMSO id of four characters'],
    [`MA_CGI_70-B3-D5-1F-30-00-A0_20200226_090000.csv`, 'seven octets'],
    [`MAVR_CGI_${SUPPLIER}_20200226_090000.csv`, 'no response number'],
    [`MAVR_CGI_${SUPPLIER}_20200226_090000_000.csv`, 'response number zero'],
    [`MAVR_CGI_${SUPPLIER}_20200226_090000_01.csv`, 'a response number of two digits'],
    [`MCF_CGI_${SUPPLIER}_12.xml`, 'a counter of two digits'],
    [`MCF_CGI_${SUPPLIER}_0000012.xml`, 'a counter of seven digits'],
    [`MCF_CGI_${SUPPLIER}_000000.xml`, 'counter zero'],
    [`MGF_CGI_${SUPPLIER}_000012_ca_000008.xml`, 'a group in lower case'],
    [`MGF_CGI_${SUPPLIER}_000012_CAB_000008.xml`, 'a group of three letters'],
    [`COF__000020.xml`, 'an empty part'],
    ['toString_000020.xml', 'a name of JavaScript'],
  ])('refuses %j: %s', (name) => {
    expect(codeOf(name)).toBe('FILE_NAME');
  });
});
