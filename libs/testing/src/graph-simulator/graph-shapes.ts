import type { Item, Library } from './library';

export interface SiteIdentity {
  siteId: string;
  siteName: string;
  host: string;
  driveId: string;
}

export function eTagOf(item: Item): string {
  return `"{${item.guid}},${item.version}"`;
}

/** A driveItem as v1.0 shows it. */
export function driveItem(
  library: Library,
  item: Item,
  site: SiteIdentity,
  hash: string | undefined,
): object {
  const parent = item.parentId === undefined ? undefined : library.get(item.parentId);
  const parentPath = parent ? `/drives/${site.driveId}/root:${library.pathOf(parent)}` : undefined;
  const webPath = library.pathOf(item).split('/').map(encodeURIComponent).join('/');
  return {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#drives/items/$entity',
    id: item.id,
    name: item.name,
    size: item.size,
    eTag: eTagOf(item),
    ...(item.chunks ? { cTag: `"c:{${item.guid}},${item.contentVersion}"` } : {}),
    createdDateTime: new Date(item.createdAt).toISOString(),
    lastModifiedDateTime: new Date(item.modifiedAt).toISOString(),
    webUrl: `https://${site.host}/sites/${site.siteName}/Reports${webPath}`,
    parentReference: {
      driveId: site.driveId,
      driveType: 'documentLibrary',
      ...(parent ? { id: parent.id, path: parentPath } : {}),
    },
    ...(item.chunks
      ? { file: { mimeType: 'text/csv', hashes: hash === undefined ? {} : { quickXorHash: hash } } }
      : { folder: { childCount: library.children(item.id).length } }),
    ...(item.parentId === undefined ? { root: {} } : {}),
  };
}

export function drive(site: SiteIdentity): object {
  return {
    id: site.driveId,
    name: 'Reports',
    driveType: 'documentLibrary',
    webUrl: `https://${site.host}/sites/${site.siteName}/Reports`,
    sharePointIds: { siteId: site.siteId, siteUrl: `https://${site.host}/sites/${site.siteName}` },
  };
}

export function siteBody(site: SiteIdentity): object {
  return {
    id: site.siteId,
    name: site.siteName,
    displayName: site.siteName,
    webUrl: `https://${site.host}/sites/${site.siteName}`,
  };
}

/** The permissions of an item: inherited ones name the ancestor that they come from. */
export function permissions(library: Library, item: Item, site: SiteIdentity): object[] {
  const inherited = item.readers === undefined && item.parentId !== undefined;
  return library.readersOf(item).map((email) => ({
    id: Buffer.from(email).toString('base64url'),
    roles: ['read'],
    grantedToV2: { user: { id: email, displayName: email, email } },
    ...(inherited ? { inheritedFrom: { driveId: site.driveId, id: item.parentId } } : {}),
  }));
}
