import { InvalidNameError } from '../errors/invalid-name.error';

const RESERVED = /^(\.lock|con|prn|aux|nul|com\d|lpt\d|desktop\.ini)$|^~|_vti_/i;

/**
 * Names that SharePoint keeps for itself, beyond those that no target takes.
 * @throws InvalidNameError
 */
export function assertSharePointName(kind: 'folder' | 'file', name: string): void {
  if (RESERVED.test(name)) throw new InvalidNameError(kind, name);
}
