import { randomUUID } from 'node:crypto';
import { loadConfig, type SharePointConfig } from '@app/config';
import { driveItemOf } from '../src/sharepoint/drive-item';
import { verdictOf } from '../src/sharepoint/graph/verdict';
import { RESOURCE_UNITS } from '../src/sharepoint/limits/resource-units';
import { sharePointParts, type SharePointParts } from '../src/sharepoint/sharepoint-parts';
import { SharePointTarget } from '../src/sharepoint/sharepoint-target';
import {
  consignmentOf,
  describeDeliveryTarget,
  type DeliveryTargetHarness,
} from '../src/testing/describe-delivery-target';

/**
 * The contract against a real tenant, or against any other server that speaks Graph: `GRAPH_LIVE=1` and the `GRAPH_*`
 * variables of docs/sharepoint.md. Works in a folder of its own below GRAPH_ROOT_FOLDER, and removes it.
 */
const LIVE = process.env['GRAPH_LIVE'] === '1';
const RANGE_BYTES = 320 * 1024;

function configured(): SharePointConfig {
  const { delivery } = loadConfig('delivery');
  if (delivery.target !== 'sharepoint')
    throw new Error('GRAPH_LIVE=1 needs DELIVERY_TARGET=sharepoint and GRAPH_*');
  return delivery;
}

async function makeFolder(parts: SharePointParts, parentId: string, name: string): Promise<string> {
  const answer = await parts.client.send({
    operation: 'create folder',
    method: 'POST',
    url: `${parts.urls.item(parentId)}/children`,
    units: RESOURCE_UNITS.write,
    withToken: true,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, folder: {}, '@microsoft.graph.conflictBehavior': 'fail' }),
  });
  const item =
    answer.kind === 'answer' && verdictOf(answer) === 'done' ? driveItemOf(answer.body) : undefined;
  if (!item) throw new Error(`The folder ${name} cannot be made`);
  return item.id;
}

async function makeHarness(): Promise<DeliveryTargetHarness> {
  const config = configured();
  const above = await sharePointParts(config).folders.parent();
  if (!above) throw new Error('GRAPH_ROOT_FOLDER is not there');
  const name = `mrr-live-${randomUUID()}`;
  const rootFolder = [config.rootFolder, name].filter((part) => part !== '').join('/');
  const parts = sharePointParts(
    { ...config, rootFolder },
    { smallUpToBytes: RANGE_BYTES, rangeBytes: 4 * RANGE_BYTES },
  );
  const rootId = await makeFolder(parts, above.id, name);
  const find = async (folder: string, fileName: string) =>
    parts.items.find({ folder, folderId: await parts.folders.idOf(folder), fileName });
  return {
    target: new SharePointTarget(parts),
    prepareFolder: async (folder) => void (await makeFolder(parts, rootId, folder)),
    plant: async (folder, fileName, content) => {
      // By a delivery of its own: what counts is that it is there already.
      await new SharePointTarget(parts).deliver(consignmentOf(content, { folder, fileName }));
    },
    content: async (folder, fileName) => {
      const item = await find(folder, fileName);
      if (!item) return null;
      const chunks: Uint8Array[] = [];
      for await (const chunk of await parts.items.content(item.id)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    list: async (folder) => {
      const answer = await parts.client.send({
        operation: 'list folder',
        method: 'GET',
        url: `${parts.urls.item(await parts.folders.idOf(folder))}/children`,
        units: RESOURCE_UNITS.write,
        withToken: true,
      });
      const { value } = (answer.kind === 'answer' ? answer.body : {}) as { value: { name: string }[] };
      return value.map((item) => item.name);
    },
    close: async () => void (await parts.items.remove(rootId)),
  };
}

if (LIVE) {
  jest.setTimeout(300_000);
  describeDeliveryTarget('SharePointTarget on the tenant of GRAPH_*', makeHarness);
} else {
  it('a real tenant is left out: set GRAPH_LIVE=1 and GRAPH_* as docs/sharepoint.md tells', () => {
    process.stdout.write('Skipped: the contract against a real tenant needs GRAPH_LIVE=1 and GRAPH_*\n');
    expect(LIVE).toBe(false);
  });
}
