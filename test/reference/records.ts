import { Instant } from './instants';

/** Where a loaded record stands, so that a rule over several files can still set it aside. */
export interface Origin {
  path: string;
  fileName: string;
  /** counts from 1 */
  record: number;
}

export type Role = 'SUPPLIER' | 'DNO' | 'SMSO' | 'S1SP' | 'REQUESTING_PARTY' | 'COMMISSIONING_PARTY' | 'DCC';

export interface Organisation {
  signifier: string;
  partyName: string;
  role: Role;
  userId: string;
  distributors: string[];
  affiliateGroup: string | null;
  folder: string | null;
  reportingFrom: Instant | null;
  reportingTo: Instant | null;
}

export interface Commitment {
  userId: string;
  smso: string;
  issued: Instant;
  day: Instant;
  quantity: number;
}

/** One record of an MA file (R8). */
export interface Authorisation {
  /** file name without `.csv` */
  file: string;
  created: Instant;
  submitter: string;
  submittedBy: 'SUPPLIER' | 'DCC';
  record: number;
  supplier: string;
  mpan: string | null;
  mprn: string | null;
  migrateOn: Instant | null;
  week: Instant;
  priority: boolean;
  active: boolean;
}

export interface ValidationResponse extends Origin {
  maFile: string;
  maRecord: number;
  responded: Instant;
  mpan: string | null;
  mprn: string | null;
  result: 'ACCEPTED' | 'REJECTED' | 'WARNING';
  reasonCode: string | null;
  comments: string | null;
  includesDormant: boolean;
}

export interface CompletionResponse extends Origin {
  maFile: string;
  maRecord: number;
  smso: string;
  requestingParty: string;
  mpan: string | null;
  mprn: string | null;
  status: 'SUCCESS' | 'FAILED' | 'WARNING' | 'IN_PROGRESS';
  reasonCode: string | null;
  completed: Instant | null;
  mcfCounter: number | null;
  chf: string | null;
}

/** SMSO ID, Requesting Party ID, MCF counter, CHF ID in one string (R1). */
export type AttemptKey = string;

export function attemptKey(smso: string, requestingParty: string, counter: number, chf: string): AttemptKey {
  return [smso, requestingParty, counter, chf].join('|');
}

export interface Meter {
  mpxn: string;
  supplier: string;
  active: boolean;
  maFile: string | null;
  maRecord: number | null;
}

export interface Device {
  id: string;
  type: string;
  manufacturer: string | null;
  model: string | null;
  firmware: string | null;
}

export interface CommonRecord {
  key: AttemptKey;
  smso: string;
  requestingParty: string;
  counter: number;
  created: Instant;
  chf: string;
  toBeCommissionedByDcc: boolean;
  electricity: Meter | null;
  gas: Meter | null;
  devices: Device[];
}

export interface ValidationRecord {
  key: AttemptKey;
  party: string;
  counter: number;
  created: Instant;
  valid: boolean;
}

export interface GroupRecord {
  key: AttemptKey;
  encrypted: boolean;
  groupId: string;
  counter: number;
  created: Instant;
}

/** A record of an S1SPCF or a COF. */
export interface OutcomeRecord extends Origin {
  key: AttemptKey;
  kind: 'S1SPCF' | 'COF';
  party: string;
  counter: number;
  created: Instant;
  success: boolean;
}

export interface Loaded {
  organisations: { created: Instant; rows: Organisation[] }[];
  commitments: Commitment[];
  authorisations: Authorisation[];
  responses: ValidationResponse[];
  completions: CompletionResponse[];
  common: CommonRecord[];
  validations: ValidationRecord[];
  groups: GroupRecord[];
  outcomes: OutcomeRecord[];
}

export function nothingLoaded(): Loaded {
  return {
    organisations: [],
    commitments: [],
    authorisations: [],
    responses: [],
    completions: [],
    common: [],
    validations: [],
    groups: [],
    outcomes: [],
  };
}
