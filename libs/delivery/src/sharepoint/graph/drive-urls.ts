/** The documented root of the v1.0 API, whether or not the configured URL names the version. */
function apiRoot(baseUrl: string): string {
  const trimmed = baseUrl.replace(/\/+$/, '');
  return /\/(v1\.0|beta)$/.test(trimmed) ? trimmed : `${trimmed}/v1.0`;
}

const encodePath = (segments: string[]) => segments.map(encodeURIComponent).join('/');

/**
 * URLs of one document library. Files are addressed by their folder's id and one encoded segment: that survives
 * renames of folders, answers 404 instead of creating a folder that is gone, and keeps `#` and `%` in names.
 */
export class DriveUrls {
  readonly api: string;
  readonly drive: string;

  constructor(baseUrl: string, driveId: string) {
    this.api = apiRoot(baseUrl);
    this.drive = `${this.api}/drives/${encodeURIComponent(driveId)}`;
  }

  /** The permission that a token is asked for: everything that the application has been granted. */
  get scope(): string {
    return `${new URL(this.api).origin}/.default`;
  }

  root(): string {
    return `${this.drive}/root`;
  }

  byPath(segments: string[]): string {
    return segments.length === 0 ? this.root() : `${this.root()}:/${encodePath(segments)}`;
  }

  item(id: string): string {
    return `${this.drive}/items/${encodeURIComponent(id)}`;
  }

  child(folderId: string, name: string): string {
    return `${this.item(folderId)}:/${encodeURIComponent(name)}`;
  }

  childContent(folderId: string, name: string): string {
    // In the query, not as a header: there it has an effect.
    return `${this.child(folderId, name)}:/content?@microsoft.graph.conflictBehavior=fail`;
  }

  childUploadSession(folderId: string, name: string): string {
    return `${this.child(folderId, name)}:/createUploadSession`;
  }
}
