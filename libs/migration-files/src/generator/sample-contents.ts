import { parse } from 'csv-parse/sync';
import type { GeneratedFile } from './generated-file';

/** For tests: what stands in sample files, read without the parsers that the sample is to test. */
export interface SampleContents {
  readonly file: GeneratedFile;
  readonly kind: string;
  readonly text: string;
}

export function contentsOf(file: GeneratedFile): SampleContents {
  if (!Buffer.isBuffer(file.content)) throw new Error(`${file.name} is not in memory`);
  return { file, kind: file.name.split(/[_-]/)[0] ?? '', text: file.content.toString('utf8') };
}

export function csvRows(text: string): string[][] {
  return parse(text, { relax_column_count: true, bom: true, record_delimiter: ['\n', '\r\n'] });
}

/** Text of the first element of that name, in what it is given. */
export function elementText(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

export function installationsOf(xml: string): string[] {
  return xml.match(/<Installation>.*?<\/Installation>/gs) ?? [];
}

/** `SMSO/Requesting Party/counter` of a file's header. */
export function commonFileOf(xml: string): string {
  return ['SMSOID', 'RequestingPartyID', 'MCFCounter'].map((name) => elementText(xml, name)).join('/');
}

/** One key for each installation that a file names: its attempt. */
export function attemptsOf(xml: string): string[] {
  return installationsOf(xml).map(
    (installation) => `${commonFileOf(xml)}/${elementText(installation, 'CHFID')}`,
  );
}
