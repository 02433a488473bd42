import { failpoint } from '@app/failpoints';
import { assertDeliverableName } from '../delivery-name';
import { DeliveryTarget, type Consignment, type Receipt } from '../delivery-target';
import { FolderMissingError } from '../errors/folder-missing.error';
import { describeDestination, type Destination } from './destination';
import type { SharePointParts } from './sharepoint-parts';
import { assertSharePointName } from './sharepoint-name';
import { ConsignmentContent } from '../consignment-content';
import type { Confirmed } from './upload/read-back';
import { TooLargeForOneRequestError } from './upload/too-large-for-one-request.error';
import { StaleFolderError } from './upload/stale-folder.error';

/**
 * Delivers into `<root folder>/<folder>/<fileName>` of a SharePoint library. A second run finds the file, or continues
 * the upload where the first one left it.
 */
export class SharePointTarget extends DeliveryTarget {
  constructor(private readonly parts: SharePointParts) {
    super();
  }

  async deliver(consignment: Consignment): Promise<Receipt> {
    for (const [kind, name] of [
      ['folder', consignment.folder],
      ['file', consignment.fileName],
    ] as const) {
      assertDeliverableName(kind, name);
      assertSharePointName(kind, name);
    }
    consignment.signal?.throwIfAborted();
    const content = new ConsignmentContent(consignment);
    try {
      const receipt = await this.deliverContent(consignment, content);
      this.parts.streak.succeeded();
      return receipt;
    } catch (error) {
      consignment.signal?.throwIfAborted();
      await this.parts.streak.failed(error, consignment.folder);
      throw error;
    } finally {
      content.close();
    }
  }

  private async deliverContent(consignment: Consignment, content: ConsignmentContent): Promise<Receipt> {
    const { folders } = this.parts;
    for (let renewed = false; ; renewed = true) {
      const folderId = await folders.idOf(consignment.folder, consignment.signal);
      const { folder, fileName } = consignment;
      try {
        return await this.deliverTo({ folder, folderId, fileName }, consignment, content);
      } catch (error) {
        if (!(error instanceof StaleFolderError)) throw error;
        if (renewed) throw new FolderMissingError(folder, { cause: error });
        folders.forget(folder);
      }
    }
  }

  private async deliverTo(
    destination: Destination,
    consignment: Consignment,
    content: ConsignmentContent,
  ): Promise<Receipt> {
    const { items, readBack } = this.parts;
    // Before anything is sent, whatever "fail" promises: it has been reported to overwrite.
    const found = await items.find(destination, consignment.signal);
    const ownItemId = found ? undefined : await this.upload(destination, consignment, content);
    await failpoint('deliver.after-upload');
    const confirmed = await readBack.confirm({ destination, consignment, content, ownItemId }, found);
    return this.receipt(confirmed, destination, consignment, await content.quickXorHash());
  }

  private async upload(
    destination: Destination,
    consignment: Consignment,
    content: ConsignmentContent,
  ): Promise<string | undefined> {
    const { smallUpload, sessionUpload, smallUpToBytes } = this.parts;
    const { bytes, signal } = consignment;
    if (bytes <= smallUpToBytes) {
      try {
        return await smallUpload.upload(destination, content, bytes, signal);
      } catch (error) {
        // No session takes an empty file.
        if (!(error instanceof TooLargeForOneRequestError) || bytes === 0) throw error;
      }
    }
    return sessionUpload.upload(destination, content, consignment);
  }

  private receipt(
    { item, verifiedBy }: Confirmed,
    destination: Destination,
    { bytes, sha256 }: Consignment,
    quickXorHash: string,
  ): Receipt {
    return {
      target: 'sharepoint',
      location: item.webUrl ?? describeDestination(destination),
      bytes,
      sha256,
      verifiedAt: new Date(this.parts.clock.now()),
      itemId: item.id,
      ...(item.eTag === undefined ? {} : { eTag: item.eTag }),
      verifiedBy,
      ...(verifiedBy === 'hash' ? { quickXorHash } : {}),
    };
  }
}
