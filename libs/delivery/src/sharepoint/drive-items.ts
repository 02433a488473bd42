import { UnavailableError } from '../errors/unavailable.error';
import type { Clock } from './clock';
import { describeDestination, type Destination } from './destination';
import { driveItemOf, type DriveItem } from './drive-item';
import type { DriveUrls } from './graph/drive-urls';
import { describeAnswer, type GraphAnswer } from './graph/graph-answer';
import type { GraphClient } from './graph/graph-client';
import { assertConfidential } from './graph/loopback';
import { Patience } from './graph/patience';
import { verdictOf } from './graph/verdict';
import { RESOURCE_UNITS } from './limits/resource-units';
import type { Refusals } from './refusals';

const MOST_REDIRECTS = 3;

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
   * The bytes of an item, for a server that has not computed its hash.
   * @throws UnavailableError
   */
  async content(id: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const patience = new Patience(this.clock, signal);
    for (;;) {
      const answer = await this.openContent(id, signal);
      if (answer.kind === 'answer' && answer.status === 200 && answer.body)
        return answer.body as AsyncIterable<Uint8Array>;
      if (verdictOf(answer) !== 'unclear')
        throw new UnavailableError(`the content cannot be read back: ${describeAnswer(answer)}`);
      await patience.wait(answer);
    }
  }

  /** Follows redirects, without the token: the address of the bytes carries its own secret, as an upload URL does. */
  private async openContent(id: string, signal?: AbortSignal): Promise<GraphAnswer> {
    const request = { operation: 'read content', method: 'GET', isStreamed: true, signal } as const;
    let url = `${this.urls.item(id)}/content`;
    let answer = await this.client.send({ ...request, url, units: RESOURCE_UNITS.read, withToken: true });
    for (let hops = 0; hops < MOST_REDIRECTS; hops++) {
      const target = redirectOf(answer);
      if (target === undefined) return answer;
      url = new URL(target, url).href;
      assertConfidential('The download URL', url);
      answer = await this.client.send({ ...request, url, units: 0, withToken: false });
    }
    return answer;
  }
}

function redirectOf(answer: GraphAnswer): string | undefined {
  if (answer.kind === 'lost' || answer.status < 300 || answer.status >= 400) return undefined;
  return answer.headers.get('location') ?? undefined;
}
