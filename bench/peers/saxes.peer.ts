/** The floor of reading a migration file: saxes with handlers that do nothing. */
import { createReadStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { SaxesParser } from 'saxes';
import { timed } from './timed';

timed(async ({ file }: { file: string }) => {
  const start = performance.now();
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', () => undefined);
  parser.on('text', () => undefined);
  parser.on('closetag', () => undefined);
  for await (const text of createReadStream(file, { encoding: 'utf8' })) parser.write(text as string);
  parser.close();
  return { start };
});
