import { SessionSeal } from './session-seal';

const record = { uploadUrl: 'https://contoso.sharepoint.com/up?tempauth=secret', sha256: 'ab' };
const seal = new SessionSeal('a secret of some length');

describe('SessionSeal', () => {
  it('opens what it sealed, also in another process', () => {
    const sealed = seal.seal('drive/folder/file', record);
    expect(new SessionSeal('a secret of some length').open('drive/folder/file', sealed)).toEqual(record);
  });

  it('shows nothing of the URL and never writes the same twice', () => {
    const sealed = seal.seal('d', record);
    expect(sealed.toString('latin1')).not.toContain('tempauth');
    expect(sealed.equals(seal.seal('d', record))).toBe(false);
  });

  it('opens nothing with another key, for another destination, altered, or cut off', () => {
    const sealed = seal.seal('d', record);
    const altered = Buffer.from(sealed);
    altered.writeUInt8(altered.readUInt8(40) ^ 1, 40);
    expect(new SessionSeal('another secret').open('d', sealed)).toBeUndefined();
    expect(seal.open('other', sealed)).toBeUndefined();
    expect(seal.open('d', altered)).toBeUndefined();
    expect(seal.open('d', sealed.subarray(0, 20))).toBeUndefined();
  });
});
