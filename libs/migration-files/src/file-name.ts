import { NameParts } from './file-name-parts';
import { FileRejectedError } from './file-rejected.error';
import { FILE_KINDS, type FileKind } from './file-kind';
import { shownValue } from './record-problem';

interface NameOf<K extends FileKind> {
  readonly kind: K;
  /** The name as received. */
  readonly name: string;
  /** The name without its extension; an MA file's id in reports (opaque text, fine print 32). */
  readonly stem: string;
}

export interface OrganisationsName extends NameOf<'ORG'> {
  readonly createdAt: string;
}

export interface CommitmentsName extends NameOf<'DC'> {
  readonly partySignifier: string;
  readonly userId: string;
  readonly smsoId: string;
  /** Monday, `YYYY-MM-DD`. */
  readonly weekCommencing: string;
}

export interface AuthorisationName extends NameOf<'MA'> {
  readonly smsoId: string;
  readonly userId: string;
  readonly createdAt: string;
}

/** The ids and the time are those of the MA file that is answered (fine print 28). */
export interface AuthorisationResponseName extends NameOf<'MAVR'> {
  readonly smsoId: string;
  readonly userId: string;
  readonly answeredCreatedAt: string;
  readonly responseNumber: number;
}

export interface AuthorisationCompletionName extends NameOf<'MACR'> {
  readonly smsoId: string;
  readonly requestingPartyId: string;
  readonly createdAt: string;
}

export interface CommonFileName extends NameOf<'MCF'> {
  readonly smsoId: string;
  readonly requestingPartyId: string;
  readonly mcfCounter: number;
}

export interface GroupFileName<K extends 'MGF' | 'MGEF' = 'MGF' | 'MGEF'> extends NameOf<K> {
  readonly smsoId: string;
  readonly requestingPartyId: string;
  readonly mcfCounter: number;
  readonly groupId: string;
  readonly groupFileCounter: number;
}

/** Files whose names give their originator and its counter. */
export interface OriginatorName<
  K extends 'MCVF' | 'S1SPCF' | 'COF' | 'S1SPAUD' | 'CPAUD' = 'MCVF' | 'S1SPCF' | 'COF' | 'S1SPAUD' | 'CPAUD',
> extends NameOf<K> {
  readonly originatorId: string;
  readonly counter: number;
}

export interface FileNameByKind {
  ORG: OrganisationsName;
  DC: CommitmentsName;
  MA: AuthorisationName;
  MAVR: AuthorisationResponseName;
  MACR: AuthorisationCompletionName;
  MCF: CommonFileName;
  MCVF: OriginatorName<'MCVF'>;
  MGF: GroupFileName<'MGF'>;
  MGEF: GroupFileName<'MGEF'>;
  S1SPCF: OriginatorName<'S1SPCF'>;
  COF: OriginatorName<'COF'>;
  S1SPAUD: OriginatorName<'S1SPAUD'>;
  CPAUD: OriginatorName<'CPAUD'>;
}

/** A file name taken apart: ids in their stored form, instants as `YYYY-MM-DDThh:mm:ssZ`. */
export type ParsedFileName = FileNameByKind[FileKind];

type NameReader<K extends FileKind> = (parts: NameParts) => Omit<FileNameByKind[K], keyof NameOf<K>>;

const originator = (parts: NameParts) => ({ originatorId: parts.eui64(), counter: parts.counter() });

const commonFile = (parts: NameParts) => ({
  smsoId: parts.smsoId(),
  requestingPartyId: parts.eui64(),
  mcfCounter: parts.counter(),
});

const groupFile = (parts: NameParts) => ({
  ...commonFile(parts),
  groupId: parts.groupId(),
  groupFileCounter: parts.counter(),
});

/** Every reader takes the parts in the order in which they stand in the name. */
const READERS: { readonly [K in FileKind]: NameReader<K> } = {
  ORG: (parts) => ({ createdAt: parts.instant() }),
  DC: (parts) => ({
    partySignifier: parts.partySignifier(),
    userId: parts.eui64(),
    smsoId: parts.smsoId(),
    weekCommencing: parts.monday(),
  }),
  MA: (parts) => ({ smsoId: parts.smsoId(), userId: parts.eui64(), createdAt: parts.instant() }),
  MAVR: (parts) => ({
    smsoId: parts.smsoId(),
    userId: parts.eui64(),
    answeredCreatedAt: parts.instant(),
    responseNumber: parts.counter(3),
  }),
  MACR: (parts) => ({
    smsoId: parts.smsoId(),
    requestingPartyId: parts.eui64(),
    createdAt: parts.instant(),
  }),
  MCF: commonFile,
  MCVF: originator,
  MGF: groupFile,
  MGEF: groupFile,
  S1SPCF: originator,
  COF: originator,
  S1SPAUD: originator,
  CPAUD: originator,
};

/** Kinds whose content is XML; the others are CSV. */
const XML_KINDS: readonly FileKind[] = ['MCF', 'MCVF', 'MGF', 'MGEF', 'S1SPCF', 'COF'];

/**
 * Takes a file name (without folder) apart.
 *
 * Decided where the layout leaves a choice: prefix and extension are exactly as written (`mcf_….xml`, `….CSV` match
 * nothing); ids may be in lower case or without hyphens; dates and times are real ones and a DC file's day is a
 * Monday, because `<YYYYMMDD Monday>` is part of its pattern; counters have exactly 6 digits, a response number 3,
 * and neither is zero; `DC-` replaces only the first separator (fine print 29).
 *
 * @throws FileRejectedError `FILE_NAME` if the name matches no pattern.
 */
export function parseFileName(name: string): ParsedFileName {
  const shape = /^([A-Z0-9]+)_([^.]+)\.(csv|xml)$/.exec(name.replace(/^DC-/, 'DC_'));
  const kind = FILE_KINDS.find((known) => known === shape?.[1]);
  if (kind === undefined || shape?.[3] !== (XML_KINDS.includes(kind) ? 'xml' : 'csv'))
    throw unknownName(name);
  const parts = new NameParts(shape[2] ?? '');
  const values = READERS[kind](parts);
  if (!parts.areAllRead()) throw unknownName(name);
  // The table above pairs every kind with the reader of its own values, which the compiler cannot follow through `kind`.
  return { kind, name, stem: stemOf(name), ...values } as ParsedFileName;
}

/** The name without its extension. */
function stemOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

function unknownName(name: string): FileRejectedError {
  const message = 'The file name matches no pattern of a migration file';
  return new FileRejectedError('FILE_NAME', message, { value: shownValue(name) });
}
