import { z } from 'zod';
import { describeAnswer } from '../graph/graph-answer';
import { RESOURCE_UNITS } from '../limits/resource-units';
import type { SharePointParts } from '../sharepoint-parts';
import { askGraph, bodyOf } from './ask-graph';

const identity = z.looseObject({
  displayName: z.string().nullish(),
  email: z.string().nullish(),
  loginName: z.string().nullish(),
  id: z.string().nullish(),
});
/** user, group, application, siteUser, siteGroup: whichever the server knows. */
const identitySet = z.record(z.string(), z.unknown());
const permission = z.looseObject({
  roles: z.array(z.string()).nullish(),
  grantedToV2: identitySet.nullish(),
  grantedToIdentitiesV2: z.array(identitySet).nullish(),
  grantedTo: identitySet.nullish(),
  link: z.looseObject({ scope: z.string().nullish() }).nullish(),
  inheritedFrom: z.unknown().optional(),
});
const page = z.object({ value: z.array(permission), '@odata.nextLink': z.string().nullish() });

/** Somebody who can read a folder, as far as Graph tells. */
export interface FolderReader {
  who: string;
  roles: string[];
  /** The right comes from a folder above, or from the library. */
  inherited: boolean;
}

export type FolderReaders = { kind: 'known'; readers: FolderReader[] } | { kind: 'unknown'; why: string };

/** Who can read the folder. Roles that the application may not see stay unknown. @throws DeliveryError */
export async function readersOf(parts: SharePointParts, folderId: string): Promise<FolderReaders> {
  const readers: FolderReader[] = [];
  const first = `${parts.urls.item(folderId)}/permissions`;
  let url: string | undefined = first;
  while (url !== undefined) {
    const question = { operation: 'list permissions', method: 'GET', url } as const;
    const answer = await askGraph(parts, { ...question, units: RESOURCE_UNITS.permissions });
    const listed = page.safeParse(bodyOf(answer));
    if (!listed.success) return { kind: 'unknown', why: describeAnswer(answer) };
    readers.push(...listed.data.value.flatMap(readersIn));
    const next = listed.data['@odata.nextLink'];
    url = next ? new URL(next, url).href : undefined;
    // The token is for this server alone.
    if (url !== undefined && new URL(url).origin !== new URL(first).origin)
      return { kind: 'unknown', why: `its next page is on ${new URL(url).host}` };
  }
  return { kind: 'known', readers };
}

function readersIn(given: z.output<typeof permission>): FolderReader[] {
  const inherited = given.inheritedFrom !== undefined && given.inheritedFrom !== null;
  const sets = [given.grantedToV2 ?? given.grantedTo, ...(given.grantedToIdentitiesV2 ?? [])];
  const names = sets.flatMap((set) => nameIn(set ?? {}) ?? []);
  if (given.link) names.push(`a sharing link (${given.link.scope ?? 'unknown scope'})`);
  const roles = given.roles ?? [];
  return (names.length > 0 ? names : ['somebody unnamed']).map((who) => ({ who, roles, inherited }));
}

/** The best name among the kinds of identity; an e-mail address tells most. */
function nameIn(set: Record<string, unknown>): string | undefined {
  const known = Object.values(set).map((value) => identity.safeParse(value).data ?? {});
  const named = (key: keyof z.output<typeof identity>) =>
    known.map((one) => one[key]).find((name) => typeof name === 'string' && name !== '') as
      string | undefined;
  return named('email') ?? named('displayName') ?? named('loginName') ?? named('id');
}
