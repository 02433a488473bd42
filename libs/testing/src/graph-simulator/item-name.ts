import { invalidRequest } from './graph-fault';

// eslint-disable-next-line no-control-regex
const FORBIDDEN = /["*:<>?/\\|\u0000-\u001f]|^\s|[\s.]$|^~|_vti_/;
const RESERVED = /^(\.lock|con|prn|aux|nul|com\d|lpt\d|desktop\.ini)$/i;
const MOST_NAME = 255;
const MOST_PATH = 400;

/** @throws GraphFault 400 for a name that SharePoint does not take */
export function assertItemName(name: string, atRoot: boolean): void {
  const reserved = RESERVED.test(name) || (atRoot && name.toLowerCase() === 'forms');
  if (name === '' || FORBIDDEN.test(name) || reserved || name.length > MOST_NAME) {
    throw invalidRequest('The provided name cannot be used.', 'invalidPath');
  }
}

/** @throws GraphFault 400 */
export function assertPathLength(path: string): void {
  if (path.length >= MOST_PATH) throw invalidRequest('The path is too long.', 'pathIsTooLong');
}

/** One percent-decoding, no more: `%2523` is a file called `%23`. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidRequest('The URL is malformed.');
  }
}
