import { GraphFault } from './graph-fault';
import { decodeSegment } from './item-name';

/** A path of the Graph API, taken apart; names are decoded exactly once. */
export type GraphPath =
  | { kind: 'site'; site: string; action: string }
  | { kind: 'drive'; driveId: string }
  | {
      kind: 'item';
      driveId: string;
      /** Undefined: the library's root. */
      itemId: string | undefined;
      /** Path below that item. */
      segments: string[];
      /** e.g. `content`, `permissions/1`; empty for the item itself. */
      action: string;
    };

const SITE_BY_PATH = /^\/sites\/([^/:]+):\/(?:sites\/)?([^/:]+):?$/;
const SITE_BY_ID = /^\/sites\/([^/:]+)(?:\/(drives|drive|permissions))?$/;
const DRIVE = /^\/drives\/([^/:]+)$/;
// drive, root or item, path below it, and an action after a closing colon or directly at the item
const ITEM = /^\/drives\/([^/:]+)\/(root|items\/[^/:]+)(?::\/([^:]*?)\/?(?:(?::)(\/[^:]*)?)?|(\/[^:]*))?$/;

/** @param path without `/v1.0` */
export function parseGraphPath(path: string): GraphPath {
  const byPath = SITE_BY_PATH.exec(path);
  if (byPath) return { kind: 'site', site: `${byPath[1]}:${decodeSegment(byPath[2] ?? '')}`, action: '' };
  const byId = SITE_BY_ID.exec(path);
  if (byId) return { kind: 'site', site: decodeSegment(byId[1] ?? ''), action: byId[2] ?? '' };
  const drive = DRIVE.exec(path);
  if (drive) return { kind: 'drive', driveId: decodeSegment(drive[1] ?? '') };
  const item = ITEM.exec(path);
  if (!item) throw new GraphFault(400, 'BadRequest', 'API not found.');
  const [, driveId = '', start = '', below, afterColon, direct] = item;
  return {
    kind: 'item',
    driveId: decodeSegment(driveId),
    itemId: start === 'root' ? undefined : decodeSegment(start.slice('items/'.length)),
    segments: (below ?? '')
      .split('/')
      .filter((part) => part !== '')
      .map(decodeSegment),
    action: (afterColon ?? direct ?? '').replace(/^\//, '').replace(/^microsoft\.graph\./, ''),
  };
}
