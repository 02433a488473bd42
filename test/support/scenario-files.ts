import type { InputFile } from './in-process-pipeline';
import { basic, csvFile, day, elements, padded, xmlFile } from './scenario-text';
import type { Element } from './scenario-text';

export interface Meter {
  readonly mpxn: string;
  readonly supplier: string;
  readonly isActive?: boolean;
  /** The authorisation that the common file names. */
  readonly authorisation?: { readonly fileName: string; readonly record: number };
}

/** A record of a common file. */
export interface ScenarioInstallation {
  readonly chfId: string;
  readonly isCommissionedByDcc?: boolean;
  readonly electricity?: Meter | undefined;
  readonly gas?: Meter | undefined;
  /** Also an ESME and a GSME, so that masking has something to hide. */
  readonly hasMeters?: boolean;
}

export interface ScenarioParty {
  readonly signifier: string;
  readonly role: 'SUPPLIER' | 'DNO';
  readonly userId: string;
  readonly distributorIds?: readonly string[];
  readonly affiliateGroup?: string;
  readonly reportingFrom?: string;
  readonly reportingTo?: string;
}

export interface ScenarioAuthorisation {
  readonly supplier: string;
  readonly mpan?: string;
  readonly mprn?: string;
  readonly hasPriority?: boolean;
  readonly isActive?: boolean;
}

export type Verdict = 'SUCCESS' | 'FAILURE';

const REQUESTING_PARTY = '70-B3-D5-1F-30-00-D0-01';
const S1SP = '70-B3-D5-1F-30-00-C0-01';
const COMMISSIONING_PARTY = '70-B3-D5-1F-30-00-E0-01';
export const DCC = '70-B3-D5-1F-30-00-00-01';

/** The n-th User ID of a kind of party, or the n-th CHF ID. */
export function scenarioId(kind: 'supplier' | 'dno' | 'chf', ordinal: number): string {
  const start = { supplier: '70-B3-D5-1F-30-A', dno: '70-B3-D5-1F-30-B', chf: '90-B3-D5-1F-30-C' }[kind];
  const digits = ordinal.toString(16).toUpperCase().padStart(5, '0');
  return `${start}${digits.slice(0, 1)}-${digits.slice(1, 3)}-${digits.slice(3)}`;
}

/** Small files with exactly the instants that a test is about. One object per database: it numbers the files. */
export class ScenarioFiles {
  #files = 0;

  organisations(createdAt: Date, parties: readonly ScenarioParty[]): InputFile {
    const rows = parties.map((party) => [
      party.signifier,
      `Party ${party.signifier}`,
      party.role,
      party.userId,
      party.distributorIds?.join(' ') ?? '',
      '',
      party.affiliateGroup ?? '',
      '',
      party.reportingFrom ?? '',
      party.reportingTo ?? '',
    ]);
    const instant = basic(createdAt);
    return csvFile(`ORG_${instant.replace('T', '_')}.csv`, ['ORG', instant, String(rows.length)], rows);
  }

  commonFile(counter: number, createdAt: Date, installations: readonly ScenarioInstallation[]): InputFile {
    return xmlFile(
      `MCF_CGI_${REQUESTING_PARTY}_${padded(counter)}.xml`,
      'MigrationCommonFile',
      [...reference(counter), ...closing(createdAt, installations.length)],
      installations.map(installationXml),
    );
  }

  validation(counter: number, createdAt: Date, chfIds: readonly string[], isValid: boolean): InputFile {
    const own = this.#number();
    return xmlFile(
      `MCVF_${S1SP}_${padded(own)}.xml`,
      'MigrationCommonValidationFile',
      [...party('S1SP', S1SP, own), ...reference(counter), ...closing(createdAt, chfIds.length)],
      chfIds.map((chfId) =>
        elements([
          ['CHFID', chfId],
          ['Result', isValid ? 'VALID' : 'INVALID'],
        ]),
      ),
    );
  }

  group(counter: number, createdAt: Date, chfIds: readonly string[], groupId = 'AA'): InputFile {
    const own = this.#number();
    return xmlFile(
      `MGF_CGI_${REQUESTING_PARTY}_${padded(counter)}_${groupId}_${padded(own)}.xml`,
      'MigrationGroupFile',
      [
        ...reference(counter),
        ['GroupID', groupId],
        ['GroupFileCounter', String(own)],
        ...closing(createdAt, chfIds.length),
      ],
      chfIds.map((chfId) => elements([['CHFID', chfId]])),
    );
  }

  s1spOutcome(counter: number, createdAt: Date, chfIds: readonly string[], verdict: Verdict): InputFile {
    const own = this.#number();
    return xmlFile(
      `S1SPCF_${S1SP}_${padded(own)}.xml`,
      'S1SPCommissioningFile',
      [
        ...party('S1SP', S1SP, own),
        ...reference(counter),
        ['GroupID', 'AA'],
        ...closing(createdAt, chfIds.length),
      ],
      chfIds.map((chfId) =>
        elements([
          ['CHFID', chfId],
          ['Result', verdict],
        ]),
      ),
    );
  }

  commissioningOutcome(
    counter: number,
    createdAt: Date,
    chfIds: readonly string[],
    verdict: Verdict,
  ): InputFile {
    const own = this.#number();
    return xmlFile(
      `COF_${COMMISSIONING_PARTY}_${padded(own)}.xml`,
      'CommissioningOutcomeFile',
      [
        ...party('CommissioningParty', COMMISSIONING_PARTY, own),
        ...reference(counter),
        ['GroupID', 'AA'],
        ...closing(createdAt, chfIds.length),
      ],
      chfIds.map((chfId) =>
        elements([
          ['CHFID', chfId],
          ['Result', verdict],
        ]),
      ),
    );
  }

  authorisations(
    submitter: string,
    createdAt: Date,
    week: Date,
    records: readonly ScenarioAuthorisation[],
  ): InputFile {
    const rows = records.map((record, index) => [
      String(index + 1),
      record.supplier,
      record.mpan ?? '',
      record.mprn ?? '',
      '',
      day(week),
      record.hasPriority ? '1' : '0',
      '',
      record.isActive === false ? 'D' : 'A',
    ]);
    const type = submitter === DCC ? 'DCC' : 'SUPPLIER';
    const header = ['MA', 'CGI', submitter, type, basic(createdAt), String(rows.length)];
    return csvFile(`${authorisationFileName(submitter, createdAt)}.csv`, header, rows);
  }

  /** The n-th response to an authorisation file; each answer is a result for the record of its position. */
  responses(
    authorisations: InputFile,
    ordinal: number,
    respondedAt: Date,
    answers: readonly ('ACCEPTED' | 'REJECTED' | 'WARNING')[],
  ): InputFile {
    const maFileName = authorisations.path.replace(/\.csv$/, '');
    const rejected = answers.filter((answer) => answer === 'REJECTED').length;
    return csvFile(
      `${maFileName.replace(/^MA/, 'MAVR')}_${String(ordinal).padStart(3, '0')}.csv`,
      ['MAVR', maFileName, 'CGI', basic(respondedAt), String(answers.length - rejected), String(rejected)],
      answers.map((answer, index) => [
        String(index + 1),
        '',
        '',
        answer,
        answer === 'REJECTED' ? 'R01' : '',
        '',
        '0',
      ]),
    );
  }

  commitments(signifier: string, userId: string, monday: Date, issuedAt: Date, quantity: number): InputFile {
    return csvFile(
      `DC_${signifier}_${userId}_CGI_${day(monday)}.csv`,
      ['DC', signifier, userId, 'CGI', day(monday), basic(issuedAt), '1'],
      [[day(monday), String(quantity)]],
    );
  }

  #number(): number {
    this.#files += 1;
    return this.#files;
  }
}

/** The name of an authorisation file without its extension, as other files refer to it. */
export function authorisationFileName(submitter: string, createdAt: Date): string {
  return `MA_CGI_${submitter}_${basic(createdAt).replace('T', '_')}`;
}

function reference(counter: number): Element[] {
  return [
    ['SMSOID', 'CGI'],
    ['RequestingPartyID', REQUESTING_PARTY],
    ['MCFCounter', String(counter)],
  ];
}

function party(name: string, id: string, counter: number): Element[] {
  return [
    [`${name}ID`, id],
    [`${name}Counter`, String(counter)],
  ];
}

function closing(createdAt: Date, records: number): Element[] {
  return [
    ['CreationDateTime', `${createdAt.toISOString().slice(0, 19)}Z`],
    ['RecordCount', String(records)],
  ];
}

function installationXml(one: ScenarioInstallation): string {
  const meter = (name: string, mpxn: string, { electricity, gas }: ScenarioInstallation): string => {
    const given = name === 'Electricity' ? electricity : gas;
    if (!given) return '';
    const named: Element[] = given.authorisation
      ? [
          ['MAFileName', given.authorisation.fileName],
          ['MARecordNumber', String(given.authorisation.record)],
        ]
      : [];
    const content = elements([
      [mpxn, given.mpxn],
      ['ResponsibleSupplierID', given.supplier],
      ['Active', String(given.isActive ?? true)],
      ...named,
    ]);
    return `<${name}>${content}</${name}>`;
  };
  return [
    elements([
      ['CHFID', one.chfId],
      ['ToBeCommissionedByDCC', String(one.isCommissionedByDcc ?? false)],
    ]),
    meter('Electricity', 'ImportMPAN', one),
    meter('Gas', 'MPRN', one),
    device(one.chfId, 'CHF'),
    one.hasMeters
      ? device(`91${one.chfId.slice(2)}`, 'ESME') + device(`92${one.chfId.slice(2)}`, 'GSME')
      : '',
  ].join('');
}

function device(deviceId: string, type: string): string {
  const content = elements([
    ['DeviceID', deviceId],
    ['DeviceType', type],
    ['Manufacturer', `Maker of ${type}`],
    ['Model', 'Model 1'],
    ['FirmwareVersion', '00000001'],
  ]);
  return `<Device>${content}</Device>`;
}
