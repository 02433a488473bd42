import { z } from 'zod';
import { assertConfidential } from '../graph/loopback';
import { describeDestination, type Destination } from '../destination';
import { Patience } from '../graph/patience';
import { verdictOf } from '../graph/verdict';
import { RESOURCE_UNITS } from '../limits/resource-units';
import type { SessionSeal } from './session-seal';
import type { UploadParts } from './small-upload';
import { StaleFolderError } from './stale-folder.error';
import type { UploadSessionStore } from './upload-session-store';

const createdSchema = z.object({ uploadUrl: z.url() });
const stateSchema = z.object({ nextExpectedRanges: z.array(z.string()) });

export interface OpenSession {
  uploadUrl: string;
  /** Offset of the next byte that the destination wants. */
  next: number;
}

/** The first missing byte that a session's answer names; undefined if it names none. */
export function nextOffset(body: unknown): number | undefined {
  const parsed = stateSchema.safeParse(body);
  const starts = (parsed.data?.nextExpectedRanges ?? [])
    .map((range) => /^(\d+)-\d*$/.exec(range)?.[1])
    .filter((start) => start !== undefined)
    .map(Number);
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** Opens upload sessions, and finds again those of earlier runs. */
export class OpenSessions {
  constructor(
    private readonly parts: UploadParts,
    private readonly store: UploadSessionStore,
    private readonly seal: SessionSeal,
    private readonly driveId: string,
  ) {}

  /** The session of an earlier run for the same content; undefined if there is none that can be continued. */
  async resume(
    destination: Destination,
    sha256: string,
    signal?: AbortSignal,
  ): Promise<OpenSession | undefined> {
    const key = this.keyOf(destination);
    const sealed = await this.store.load(key);
    const record = sealed ? this.seal.open(key, sealed) : undefined;
    if (!record) return undefined;
    if (record.sha256 !== sha256) {
      await this.cancel(destination, record.uploadUrl, signal);
      return undefined;
    }
    const next = await this.position(destination, record.uploadUrl, signal);
    if (next !== undefined) return { uploadUrl: record.uploadUrl, next };
    await this.store.remove(key);
    return undefined;
  }

  /** Undefined if the name is taken, by a file or by an open upload. */
  async create(
    destination: Destination,
    sha256: string,
    signal?: AbortSignal,
  ): Promise<OpenSession | undefined> {
    const { client, urls, items, refusals, clock } = this.parts;
    const patience = new Patience(clock, signal);
    for (;;) {
      const answer = await client.send({
        operation: 'create upload session',
        method: 'POST',
        url: urls.childUploadSession(destination.folderId, destination.fileName),
        units: RESOURCE_UNITS.write,
        withToken: true,
        headers: { 'content-type': 'application/json' },
        // Always said, because the default is told in contradicting ways.
        body: JSON.stringify({ item: { '@microsoft.graph.conflictBehavior': 'fail' } }),
        signal,
      });
      const verdict = verdictOf(answer);
      const created = answer.kind === 'answer' ? createdSchema.safeParse(answer.body).data : undefined;
      if (verdict === 'done' && created) return this.opened(destination, created.uploadUrl, sha256);
      if (verdict === 'taken') return undefined;
      if (verdict === 'missing') throw new StaleFolderError();
      if (verdict !== 'unclear' && verdict !== 'done') {
        await refusals.refuse(answer, describeDestination(destination));
      }
      await patience.wait(answer);
      if (await items.find(destination, signal)) return undefined;
    }
  }

  /** Where the session stands; undefined if it is gone or wants nothing more. */
  async position(
    destination: Destination,
    uploadUrl: string,
    signal?: AbortSignal,
  ): Promise<number | undefined> {
    const { client, refusals, clock } = this.parts;
    const patience = new Patience(clock, signal);
    for (;;) {
      const answer = await client.send({
        operation: 'read upload session',
        method: 'GET',
        url: uploadUrl,
        units: RESOURCE_UNITS.read,
        withToken: false,
        signal,
      });
      const verdict = verdictOf(answer);
      // 401: the secret in the URL has expired.
      if (verdict === 'missing' || verdict === 'unauthorised') return undefined;
      if (answer.kind === 'answer' && verdict === 'done' && stateSchema.safeParse(answer.body).success) {
        return nextOffset(answer.body);
      }
      if (verdict !== 'done' && verdict !== 'unclear') {
        await refusals.refuse(answer, describeDestination(destination));
      }
      await patience.wait(answer);
    }
  }

  /** Frees the name for another upload, if it can; otherwise the session expires by itself. */
  async cancel(destination: Destination, uploadUrl: string, signal?: AbortSignal): Promise<void> {
    await this.parts.client
      .send({
        operation: 'cancel upload session',
        method: 'DELETE',
        url: uploadUrl,
        units: RESOURCE_UNITS.write,
        withToken: false,
        signal,
      })
      .catch(() => undefined); // it follows another failure, which is the one to tell
    await this.forget(destination);
  }

  forget(destination: Destination): Promise<void> {
    return this.store.remove(this.keyOf(destination));
  }

  private async opened(destination: Destination, uploadUrl: string, sha256: string): Promise<OpenSession> {
    assertConfidential('The upload URL', uploadUrl);
    const key = this.keyOf(destination);
    await this.store.save(key, this.seal.seal(key, { uploadUrl, sha256 }));
    return { uploadUrl, next: 0 };
  }

  private keyOf({ folderId, fileName }: Destination): string {
    return `${this.driveId}/${folderId}/${fileName}`;
  }
}
