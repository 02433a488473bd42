import type { Clock } from '../clock';
import { describeDestination, type Destination } from '../destination';
import { driveItemOf } from '../drive-item';
import type { DriveItems } from '../drive-items';
import type { DriveUrls } from '../graph/drive-urls';
import { describeAnswer } from '../graph/graph-answer';
import type { GraphClient } from '../graph/graph-client';
import { Patience } from '../graph/patience';
import { verdictOf } from '../graph/verdict';
import { RESOURCE_UNITS } from '../limits/resource-units';
import type { Refusals } from '../refusals';
import type { ConsignmentContent } from '../../consignment-content';
import { StaleFolderError } from './stale-folder.error';
import { TooLargeForOneRequestError } from './too-large-for-one-request.error';

export interface UploadParts {
  client: GraphClient;
  urls: DriveUrls;
  items: DriveItems;
  refusals: Refusals;
  clock: Clock;
}

/** One PUT. The only way for empty files, and the usual one: most reports are small. */
export class SmallUpload {
  constructor(private readonly parts: UploadParts) {}

  /**
   * Afterwards a file of the name is there, ours or not.
   * @returns the id of the item if this call is known to have created it
   * @throws StaleFolderError, TooLargeForOneRequestError, DeliveryError
   */
  async upload(
    destination: Destination,
    content: ConsignmentContent,
    bytes: number,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const { client, urls, items, refusals, clock } = this.parts;
    const body = await content.range(0, bytes);
    const patience = new Patience(clock, signal);
    for (;;) {
      const answer = await client.send({
        operation: 'upload file',
        method: 'PUT',
        url: urls.childContent(destination.folderId, destination.fileName),
        units: RESOURCE_UNITS.write,
        withToken: true,
        headers: { 'content-type': 'application/octet-stream' },
        body,
        signal,
      });
      switch (verdictOf(answer)) {
        case 'done':
          return answer.kind === 'answer' ? driveItemOf(answer.body)?.id : undefined;
        case 'taken':
          return undefined;
        case 'missing':
          throw new StaleFolderError();
        case 'too large':
          throw new TooLargeForOneRequestError(describeAnswer(answer));
        case 'unclear':
          await patience.wait(answer);
          if (await items.find(destination, signal)) return undefined;
          break;
        default:
          await refusals.refuse(answer, describeDestination(destination));
      }
    }
  }
}
