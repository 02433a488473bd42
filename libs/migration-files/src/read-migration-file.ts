import { CsvFileReader } from './csv/csv-file-reader';
import type { FileEvent } from './file-event';
import { parseFileName, type ParsedFileName } from './file-name';
import { FileRejectedError } from './file-rejected.error';
import { fixedBlocks } from './fixed-blocks';
import { LAYOUTS } from './layouts';
import { Utf8Text } from './utf8-text';
import { XmlFileReader } from './xml/xml-file-reader';

export interface ReadOptions {
  /** Bytes; a larger file is refused as soon as that is known. No limit by default. */
  readonly maxBytes?: number;
}

/** Bytes that are parsed at once: this bounds a batch of events even if the whole file comes as one chunk. */
const BLOCK_BYTES = 65_536;

/** Events that are handed out together, to spare a turn of the event loop per record. */
const BATCH_EVENTS = 256;

/**
 * Reads one migration file as a stream and yields its events in batches: the header first, then records and problems in
 * the order of the file. Memory does not grow with the file, except for the keys by which a repeated record is found.
 *
 * Faults of form (not UTF-8, not well-formed, a DOCTYPE) go before faults of content (`SCHEMA`, `HEADER`,
 * `COUNT_MISMATCH`) wherever they stand, so a file whose header is wrong is still read to its end. The verdict depends on
 * the bytes alone, not on how they come in chunks.
 *
 * @param name file name without folder
 * @throws FileRejectedError at any point, also after events were yielded: what was loaded of the file has to be undone.
 */
export async function* readMigrationFile(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<FileEvent[]> {
  const reader = openReader(parseFileName(name));
  const text = new Utf8Text();
  const { maxBytes = Infinity } = options;
  let isHeaderOut = false;
  for await (const block of fixedBlocks(bytes, BLOCK_BYTES, maxBytes)) {
    decodeInto(reader, () => text.decode(block, (part) => reader.write(part)));
    // The header goes out at once: who looks for nothing else need not wait for the records behind it.
    const enough = isHeaderOut ? BATCH_EVENTS : 1;
    if (reader.intake.pending < enough) continue;
    isHeaderOut = true;
    yield reader.intake.drain();
  }
  decodeInto(reader, () => text.end());
  reader.end();
  if (reader.intake.pending > 0) yield reader.intake.drain();
}

function openReader(name: ParsedFileName): CsvFileReader | XmlFileReader {
  const layout = LAYOUTS[name.kind];
  return layout.format === 'csv' ? new CsvFileReader(layout, name) : new XmlFileReader(layout, name);
}

/** Adds to an `ENCODING` fault where it stands, which only the reader behind the decoder knows. */
function decodeInto(reader: CsvFileReader | XmlFileReader, decode: () => void): void {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof FileRejectedError) || error.line !== undefined || error.code !== 'ENCODING')
      throw error;
    throw new FileRejectedError('ENCODING', error.message, reader.position);
  }
}
