import { UnavailableError } from '../errors/unavailable.error';
import type { Clock } from './clock';
import { describeDestination, type Destination } from './destination';
import { driveItemOf, type DriveItem } from './drive-item';
import type { DriveUrls } from './graph/drive-urls';
import type { GraphClient } from './graph/graph-client';
import { Patience } from './graph/patience';
import { verdictOf } from './graph/verdict';
import { RESOURCE_UNITS } from './limits/resource-units';
import type { Refusals } from './refusals';

/** Looks at items of the library; looking is repeated until there is a clear answer. */
export class DriveItems {
  constructor(
    private readonly client: GraphClient,
    private readonly urls: DriveUrls,
    private readonly refusals: Refusals,
    private readonly clock: Clock,
  ) {}

  /** The file at the destination; undefined if there is none, or no such folder. */
  find(destination: Destination, signal?: AbortSignal): Promise<DriveItem | undefined> {
    const url = this.urls.child(destination.folderId, destination.fileName);
    return this.read(url, describeDestination(destination), signal);
  }

  /** @param location for people */
  async read(url: string, location: string, signal?: AbortSignal): Promise<DriveItem | undefined> {
    const patience = new Patience(this.clock, signal);
    for (;;) {
      const answer = await this.client.send({
        operation: 'find item',
        method: 'GET',
        url,
        units: RESOURCE_UNITS.read,
        withToken: true,
        signal,
      });
      const verdict = verdictOf(answer);
      if (verdict === 'missing') return undefined;
      const item = answer.kind === 'answer' && verdict === 'done' ? driveItemOf(answer.body) : undefined;
      if (item) return item;
      if (verdict !== 'done' && verdict !== 'unclear') await this.refusals.refuse(answer, location);
      await patience.wait(answer);
    }
  }

  /** Takes away a file of our own; true if it is gone. */
  async remove(id: string, signal?: AbortSignal): Promise<boolean> {
    const patience = new Patience(this.clock, signal);
    for (;;) {
      const answer = await this.client.send({
        operation: 'delete item',
        method: 'DELETE',
        url: this.urls.item(id),
        units: RESOURCE_UNITS.write,
        withToken: true,
        signal,
      });
      const verdict = verdictOf(answer);
      if (verdict === 'done' || verdict === 'missing') return true;
      if (verdict !== 'unclear') return false;
      await patience.wait(answer);
    }
  }

  /**
   * Size and bytes of an item, for a server that has not computed its hash.
   * @throws UnavailableError
   */
  async content(id: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const request = { operation: 'read content', method: 'GET', withToken: true, signal } as const;
    const url = `${this.urls.item(id)}/content`;
    let response = await this.client.open({ ...request, url, units: RESOURCE_UNITS.read });
    const redirected = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && redirected) {
      await response.body?.cancel();
      // The address of the bytes carries its own secret, as an upload URL does.
      const target = { url: new URL(redirected, url).href, units: 0, withToken: false };
      response = await this.client.open({ ...request, ...target });
    }
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel();
      throw new UnavailableError(`the content cannot be read back: HTTP ${response.status}`);
    }
    return response.body;
  }
}
