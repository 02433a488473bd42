import type { FolderReader } from './folder-readers';

/** A Party's folder and the e-mail addresses of those who shall read it. */
export interface PartyFolder {
  folder: string;
  /** Undefined: not told, so nobody is too many; empty: not known, so the folder cannot be made. */
  readers?: string[];
}

/** Roles that every library has: its administrators see all folders. */
const OWNER_ROLES = new Set(['owner', 'sp.full control', 'fullcontrol']);

/** Those who read the folder through no right of their own, or whom nobody named. */
export function uninvited(readers: FolderReader[], { readers: named }: PartyFolder): FolderReader[] {
  const expected = named && new Set(named.map((email) => email.toLowerCase()));
  return readers
    .filter(({ roles }) => !roles.some((role) => OWNER_ROLES.has(role.toLowerCase())))
    .filter(({ who, inherited }) => inherited || (expected && !expected.has(who.toLowerCase())));
}
