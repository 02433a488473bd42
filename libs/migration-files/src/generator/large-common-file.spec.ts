import { SaxesParser } from 'saxes';
import { generateMigrationCommonFile, LARGE_COMMON_FILE_NAME } from './large-common-file';

async function count(options: Parameters<typeof generateMigrationCommonFile>[0]) {
  const elements = new Map<string, number>();
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => elements.set(name, (elements.get(name) ?? 0) + 1));
  let largestChunk = 0;
  let text = '';
  for await (const chunk of generateMigrationCommonFile(options)) {
    largestChunk = Math.max(largestChunk, chunk.length);
    text += chunk.toString('utf8');
  }
  parser.write(text).close();
  return { elements, largestChunk, text };
}

describe('generateMigrationCommonFile', () => {
  it('streams the installations and devices asked for, in small pieces', async () => {
    const { elements, largestChunk, text } = await count({
      installations: 500,
      devicesPerInstallation: 6,
      seed: 1,
    });
    expect(elements.get('Installation')).toBe(500);
    expect(elements.get('Device')).toBe(3000);
    expect(text).toContain('<RecordCount>500</RecordCount>');
    expect(largestChunk).toBeLessThan(100_000);
  });

  it('has a header that agrees with its name', async () => {
    const { text } = await count({ installations: 1, devicesPerInstallation: 1, seed: 1 });
    const [, smsoId, requestingPartyId] = LARGE_COMMON_FILE_NAME.split('_');
    expect(text).toContain(
      `<SMSOID>${smsoId}</SMSOID><RequestingPartyID>${requestingPartyId}</RequestingPartyID>`,
    );
  });

  it('gives the same file for the same seed', async () => {
    const options = { installations: 20, devicesPerInstallation: 3 };
    const once = await count({ ...options, seed: 1 });
    const again = await count({ ...options, seed: 1 });
    const other = await count({ ...options, seed: 2 });
    expect(again.text).toBe(once.text);
    expect(other.text).not.toBe(once.text);
  });

  it.each([
    { installations: -1, devicesPerInstallation: 1 },
    { installations: 1, devicesPerInstallation: 0 },
    { installations: 1, devicesPerInstallation: 9 },
  ])('refuses %j', async (options) => {
    await expect(count({ ...options, seed: 1 })).rejects.toThrow(RangeError);
  });
});
