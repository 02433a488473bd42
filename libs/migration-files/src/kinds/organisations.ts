import {
  compactDate,
  compactInstant,
  eui64,
  freeTextUpTo,
  oneOf,
  partySignifier,
  quantity,
  smsoId,
  textUpTo,
  Defect,
  type FieldRule,
} from '../fields/field-rules';
import { Eui64Set } from './eui64-set';
import type { RecordCheck } from '../fields/record-check';
import type { CsvLayout } from '../file-layout';
import type { Header } from './header';

export const ROLES = [
  'SUPPLIER',
  'DNO',
  'SMSO',
  'S1SP',
  'REQUESTING_PARTY',
  'COMMISSIONING_PARTY',
  'DCC',
] as const;

export type Role = (typeof ROLES)[number];

export type OrganisationsHeader = Header<'ORG'>;

/** One User ID in one role. */
export interface OrganisationUser {
  readonly kind: 'ORG';
  readonly partySignifier: string;
  readonly partyName: string;
  readonly role: Role;
  readonly userId: string;
  /** Two-digit ids, without repetition; empty unless the role is DNO. */
  readonly distributorIds: readonly string[];
  readonly smsoId: string | null;
  readonly affiliateGroup: string | null;
  /** Null: the folder name is derived from signifier and name. */
  readonly sharePointFolder: string | null;
  /** `YYYY-MM-DD`, both ends inclusive. */
  readonly reportingFrom: string | null;
  readonly reportingTo: string | null;
}

/** SharePoint's own bound for a path; the layout gives none, and a reader of files needs one. */
const MAX_LABEL = 400;

const roleRule = oneOf(ROLES);
const partyName = freeTextUpTo(100);
const label = textUpTo(MAX_LABEL);

const NOT_DISTRIBUTORS = new Defect('FIELD', 'is not two-digit ids separated by one space');
const FORBIDDEN_IN_FOLDER = new Defect('FIELD', 'has characters that SharePoint forbids in a folder name');

const distributorIds: FieldRule<readonly string[]> = (value) =>
  /^[0-9]{2}(?: [0-9]{2})*$/.test(value) ? [...new Set(value.split(' '))] : NOT_DISTRIBUTORS;

/** Fine print 20: forbidden characters, control characters, blanks or dots at either end. */
const folderName: FieldRule<string> = (value) => {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/["*:<>?/\\|\u0000-\u001f\u007f-\u009f]|^[\s.]|[\s.]$/.test(value)) return FORBIDDEN_IN_FOLDER;
  return label(value);
};

/**
 * Organisations, the master data: a full snapshot (fine print 3, 20, 21).
 *
 * Decided where the layout leaves a choice: an SMSO id may stand in a row of any role; a DNO without distributor ids is
 * no error; an id repeated in one row counts once; a record that is set aside for another reason blocks no later one.
 */
export const organisations: CsvLayout<'ORG'> = {
  kind: 'ORG',
  format: 'csv',
  headerFields: ['CreationDateTime', 'RecordCount'],
  recordFields: [
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
  readHeader: (header, name) => ({
    kind: 'ORG',
    createdAt: header.agreeing('CreationDateTime', compactInstant, name.createdAt),
    businessKey: name.stem,
    originator: null,
    counter: null,
    recordCount: header.required('RecordCount', quantity),
  }),
  openRecords: () => {
    const known = new KnownUsers();
    return {
      read: (fields, check) => {
        const record: OrganisationUser = {
          kind: 'ORG',
          partySignifier: check.required(fields, 'PartySignifier', partySignifier),
          partyName: check.required(fields, 'PartyName', partyName),
          role: check.required(fields, 'Role', roleRule),
          userId: check.required(fields, 'UserID', eui64),
          distributorIds: check.optional(fields, 'DistributorIDs', distributorIds) ?? [],
          smsoId: check.optional(fields, 'SMSOID', smsoId),
          affiliateGroup: check.optional(fields, 'AffiliateGroup', label),
          sharePointFolder: check.optional(fields, 'SharePointFolder', folderName),
          reportingFrom: check.optional(fields, 'ReportingFrom', compactDate),
          reportingTo: check.optional(fields, 'ReportingTo', compactDate),
        };
        if (record.role && record.role !== 'DNO' && record.distributorIds.length > 0) {
          check.refuse('DistributorIDs', 'FIELD', 'is for a DNO only', fields.text('DistributorIDs'));
        }
        if (!check.isRefused) known.add(record, check);
        return record;
      },
    };
  },
};

/** The rows of this file so far, to find what may stand in one row only (fine print 21). */
class KnownUsers {
  private readonly usersByRole = new Map(ROLES.map((role) => [role, new Eui64Set()]));
  private readonly userByDistributor = new Map<string, string>();

  /** Remembers the record, or refuses it because an earlier one holds the same. */
  add(record: OrganisationUser, check: RecordCheck): void {
    if (this.has(record.userId, record.role)) {
      check.refuse('UserID', 'DUPLICATE_RECORD', 'has this role in an earlier record', record.userId);
    } else if (this.isSupplierAndDno(record)) {
      check.refuse('UserID', 'DUPLICATE_RECORD', 'is both SUPPLIER and DNO', record.userId);
    }
    const taken = record.distributorIds.find((id) => this.isOfAnother(id, record.userId));
    if (taken !== undefined) {
      check.refuse(
        'DistributorIDs',
        'DUPLICATE_RECORD',
        'names the distributor id of another User ID',
        taken,
      );
    }
    if (check.isRefused) return;
    this.usersByRole.get(record.role)?.add(record.userId);
    for (const id of record.distributorIds) this.userByDistributor.set(id, record.userId);
  }

  private has(userId: string, role: Role): boolean {
    return this.usersByRole.get(role)?.has(userId) ?? false;
  }

  private isSupplierAndDno({ userId, role }: OrganisationUser): boolean {
    return (
      (role === 'SUPPLIER' && this.has(userId, 'DNO')) || (role === 'DNO' && this.has(userId, 'SUPPLIER'))
    );
  }

  private isOfAnother(distributorId: string, userId: string): boolean {
    return (this.userByDistributor.get(distributorId) ?? userId) !== userId;
  }
}
