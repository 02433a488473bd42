import { RecordFault } from './faults';
import { Instant } from './instants';
import { sharePointSafe } from './naming';
import { CsvKind } from './read-file';
import { Authorisation, Organisation } from './records';
import { Values } from './values';

const ROLES = ['SUPPLIER', 'DNO', 'SMSO', 'S1SP', 'REQUESTING_PARTY', 'COMMISSIONING_PARTY', 'DCC'] as const;

/** The `RecordCount` itself must be a number: otherwise the header is wrong, not the count. */
function counted<H>(values: Values, header: H): H {
  values.integer('RecordCount', 0, Infinity);
  return header;
}

export const ORGANISATIONS: CsvKind<{ created: Instant }, Organisation> = {
  kind: 'ORG',
  headerColumns: ['CreationDateTime', 'RecordCount'],
  columns: [
    'PartySignifier',
    'PartyName',
    'Role',
    'UserID',
    'DistributorIDs',
    'SMSOID',
    'AffiliateGroup',
    'SharePointFolder',
    'ReportingFrom',
    'ReportingTo',
  ],
  header: (values) => counted(values, { created: values.instant('CreationDateTime') }),
  record: organisation,
  duplicateKeys: organisationKeys,
};

function organisation(values: Values): Organisation {
  const signifier = values.matching('PartySignifier', /^[A-Z0-9]{6}$/);
  const partyName = values.freeText('PartyName', 100) ?? values.mandatory('PartyName');
  const role = values.oneOf('Role', ROLES);
  const userId = values.id('UserID');
  const distributors = values.optionalMatching('DistributorIDs', /^\d\d( \d\d)*$/)?.split(' ') ?? [];
  if (distributors.length > 0 && role !== 'DNO') throw new RecordFault('DistributorIDs', 'FIELD');
  values.optionalSmso('SMSOID');
  const folder = values.optional('SharePointFolder');
  if (folder !== null && sharePointSafe(folder) !== folder)
    throw new RecordFault('SharePointFolder', 'FIELD');
  return {
    signifier,
    partyName,
    role,
    userId,
    distributors,
    affiliateGroup: values.optional('AffiliateGroup'),
    folder,
    reportingFrom: values.optionalDay('ReportingFrom'),
    reportingTo: values.optionalDay('ReportingTo'),
  };
}

/** Fine print 21: SUPPLIER and DNO share one key space. */
function organisationKeys(row: Organisation): [string, string][] {
  const place = row.role === 'SUPPLIER' || row.role === 'DNO' ? 'recipient' : row.role;
  const distributors = row.distributors.map((id): [string, string] => [
    `distributor ${id}`,
    'DistributorIDs',
  ]);
  return [[`${row.userId} ${place}`, 'UserID'], ...distributors];
}

interface CommitmentHeader {
  signifier: string;
  userId: string;
  smso: string;
  week: Instant;
  issued: Instant;
}

export const COMMITMENTS: CsvKind<CommitmentHeader, { day: Instant; quantity: number }> = {
  kind: 'DC',
  headerColumns: ['PartySignifier', 'UserID', 'SMSOID', 'WeekCommencing', 'IssueDateTime', 'RecordCount'],
  columns: ['MigrationDay', 'Quantity'],
  header: (values) =>
    counted(values, {
      signifier: values.matching('PartySignifier', /^[A-Z0-9]{6}$/),
      userId: values.id('UserID'),
      smso: values.smso('SMSOID'),
      week: values.monday('WeekCommencing'),
      issued: values.instant('IssueDateTime'),
    }),
  record: (values, header) => {
    const day = values.day('MigrationDay');
    const inWeek = day >= header.week && day < header.week + 7 * 86_400;
    if (!inWeek) throw new RecordFault('MigrationDay', 'FIELD');
    return { day, quantity: values.integer('Quantity', 0, 999_999_999) };
  },
  duplicateKeys: (record) => [[String(record.day), 'MigrationDay']],
};

interface AuthorisationHeader {
  submitter: string;
  submittedBy: 'SUPPLIER' | 'DCC';
  created: Instant;
}

export const AUTHORISATIONS: CsvKind<
  AuthorisationHeader,
  Omit<Authorisation, 'file' | keyof AuthorisationHeader>
> = {
  kind: 'MA',
  headerColumns: ['SMSOID', 'AuthorisingPartyID', 'AuthorisingPartyType', 'CreationDateTime', 'RecordCount'],
  columns: [
    'RecordNumber',
    'ResponsibleSupplierID',
    'ImportMPAN',
    'MPRN',
    'MigrateOn',
    'MigrationWeek',
    'PriorityIndicator',
    'OrganisationCertificateSerialNumber',
    'MeterStatus',
  ],
  header: (values) => {
    values.smso('SMSOID');
    return counted(values, {
      submitter: values.id('AuthorisingPartyID'),
      submittedBy: values.oneOf('AuthorisingPartyType', ['SUPPLIER', 'DCC']),
      created: values.instant('CreationDateTime'),
    });
  },
  record: (values, header) => {
    const record = values.integer('RecordNumber', 1, Number.MAX_SAFE_INTEGER);
    const ownSupplier = values.optionalId('ResponsibleSupplierID');
    const supplier = header.submittedBy === 'SUPPLIER' ? (ownSupplier ?? header.submitter) : ownSupplier;
    if (supplier === null) throw new RecordFault('ResponsibleSupplierID', 'FIELD');
    const mpan = values.mpan('ImportMPAN');
    const mprn = values.mprn('MPRN');
    if (mpan === null && mprn === null) throw new RecordFault(null, 'FIELD');
    const migrateOn = values.optionalDay('MigrateOn');
    const week = values.monday('MigrationWeek');
    const priority = values.optionalBoolean('PriorityIndicator') ?? false; // fine print 27
    values.text('OrganisationCertificateSerialNumber', 40);
    const status = values.optionalOneOf('MeterStatus', ['A', 'D']);
    const active = status === null ? header.submittedBy === 'SUPPLIER' : status === 'A';
    return { record, supplier, mpan, mprn, migrateOn, week, priority, active };
  },
  duplicateKeys: (record) => [[String(record.record), 'RecordNumber']],
};

export const RESULTS = ['ACCEPTED', 'REJECTED', 'WARNING'] as const;

export const VALIDATION_RESPONSES: CsvKind<
  { maFile: string; responded: Instant },
  ReturnType<typeof response>
> = {
  kind: 'MAVR',
  headerColumns: ['MAFileName', 'SMSOID', 'ResponseDateTime', 'AcceptedCount', 'RejectedCount'],
  columns: ['RecordNumber', 'ImportMPAN', 'MPRN', 'Result', 'ReasonCode', 'Comments', 'IncludesDormantMeter'],
  header: (values) => {
    values.smso('SMSOID');
    values.integer('AcceptedCount', 0, Infinity);
    values.integer('RejectedCount', 0, Infinity);
    return { maFile: values.text('MAFileName', 100)!, responded: values.instant('ResponseDateTime') };
  },
  record: response,
  duplicateKeys: (record) => [[String(record.maRecord), 'RecordNumber']],
  // Rows count as announced, set-aside ones included (fine print 31); a warning is an acceptance.
  countsAgree: (header, rows) => {
    const rejected = rows.filter((row) => row.optional('Result') === 'REJECTED').length;
    const accepted = rows.length - rejected;
    return (
      header.integer('AcceptedCount', 0, Infinity) === accepted &&
      header.integer('RejectedCount', 0, Infinity) === rejected
    );
  },
};

function response(values: Values) {
  const maRecord = values.integer('RecordNumber', 1, Number.MAX_SAFE_INTEGER);
  const mpan = values.mpan('ImportMPAN');
  const mprn = values.mprn('MPRN');
  const result = values.oneOf('Result', RESULTS);
  const reasonCode = values.reasonCode();
  if (result === 'REJECTED' && reasonCode === null) throw new RecordFault('ReasonCode', 'FIELD');
  const comments = values.freeText('Comments', 100);
  return {
    maRecord,
    mpan,
    mprn,
    result,
    reasonCode,
    comments,
    includesDormant: values.boolean('IncludesDormantMeter'),
  };
}

interface CompletionHeader {
  smso: string;
  requestingParty: string;
}

export const COMPLETION_RESPONSES: CsvKind<CompletionHeader, ReturnType<typeof completion>> = {
  kind: 'MACR',
  headerColumns: ['SMSOID', 'RequestingPartyID', 'CreationDateTime', 'RecordCount'],
  columns: [
    'MAFileName',
    'RecordNumber',
    'ImportMPAN',
    'MPRN',
    'Status',
    'ReasonCode',
    'CompletionDateTime',
    'MCFCounter',
    'CHFID',
    'Phase',
  ],
  header: (values) => {
    values.instant('CreationDateTime');
    return counted(values, { smso: values.smso('SMSOID'), requestingParty: values.id('RequestingPartyID') });
  },
  record: completion,
};

function completion(values: Values) {
  const maFile = values.text('MAFileName', 100) ?? values.mandatory('MAFileName');
  const maRecord = values.integer('RecordNumber', 1, Number.MAX_SAFE_INTEGER);
  const mpan = values.mpan('ImportMPAN');
  const mprn = values.mprn('MPRN');
  const status = values.oneOf('Status', ['SUCCESS', 'FAILED', 'WARNING', 'IN_PROGRESS']);
  const reasonCode = values.reasonCode();
  const completed = values.optionalInstant('CompletionDateTime');
  if (completed === null && status !== 'IN_PROGRESS') throw new RecordFault('CompletionDateTime', 'FIELD');
  const mcfCounter = values.optionalInteger('MCFCounter', 1, 999_999);
  const chf = values.optionalId('CHFID');
  values.optionalOneOf('Phase', ['PRE_MIGRATION', 'MIGRATION', 'EXPIRED']);
  return { maFile, maRecord, mpan, mprn, status, reasonCode, completed, mcfCounter, chf };
}

/** Audit files: no report reads them, but a bad one is still told. */
export function auditKind(kind: 'S1SPAUD' | 'CPAUD'): CsvKind<{ originator: string; counter: number }, null> {
  return {
    kind,
    headerColumns: ['OriginatorID', 'Counter', 'CreationDateTime', 'RecordCount'],
    columns: [
      'EventDateTime',
      'SMSOID',
      'RequestingPartyID',
      'MCFCounter',
      'CHFID',
      'EventType',
      'Outcome',
      'Detail',
    ],
    header: (values) => {
      values.instant('CreationDateTime');
      return counted(values, { originator: values.id('OriginatorID'), counter: values.counter('Counter') });
    },
    record: (values) => {
      values.instant('EventDateTime');
      values.optionalSmso('SMSOID');
      values.optionalId('RequestingPartyID');
      values.optionalInteger('MCFCounter', 1, 999_999);
      values.optionalId('CHFID');
      values.mandatory('EventType');
      values.text('EventType', 40);
      values.text('Outcome', 40);
      values.text('Detail', 500);
      return null;
    },
  };
}
