import { InvalidNameError } from './errors/invalid-name.error';

const MAX_NAME_BYTES = 255; // of common file systems; SharePoint allows 255 characters

// What SharePoint forbids, which includes everything that could lead out of a folder (fine print 20).
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /["*:<>?/\\|\u0000-\u001f\u007f]|^[\s.]|[\s.]$/;

/**
 * The same names for every target, so that a product tried on folders works on SharePoint.
 * @throws InvalidNameError
 */
export function assertDeliverableName(kind: 'folder' | 'file', name: string): void {
  if (name === '' || FORBIDDEN.test(name) || Buffer.byteLength(name) > MAX_NAME_BYTES) {
    throw new InvalidNameError(kind, name);
  }
}
