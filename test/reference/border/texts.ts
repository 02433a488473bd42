import { Random } from './random';

const MANUFACTURERS = [
  'Landis+Gyr',
  'Elster, Inc.',
  'Secure "Meters"',
  'ZÄHLER<GmbH> & Söhne',
  "L'Énergie",
  '電力計',
  '😀'.repeat(30),
  'n\u0303 combining',
  ' leading and trailing ',
  'two\nlines',
  'CR\r\nLF',
  '"',
  'a]]>b',
  'x'.repeat(30),
  'null',
  '\\N',
  "'; DROP TABLE issue; --",
];
const FIRMWARE = ['0002012F', '1.2.3', '5,0', 'v"2"', '0', '😀'.repeat(8), '', '\\.', '1e5'];
const COMMENTS = [
  '',
  '',
  '',
  'Zähler geprüft – übernommen',
  'one, two "three"',
  'first line\nsecond line',
  'first line\r\nsecond line',
  '𝔘nicode 😀 astral',
  '😀'.repeat(100),
  'c'.repeat(100),
  ' ',
  '\n=1+1',
  '\\N',
];

export function manufacturer(random: Random): string {
  return random.chance(0.6) ? 'Landis+Gyr' : random.pick(MANUFACTURERS);
}

export function firmware(random: Random): string {
  return random.pick(FIRMWARE);
}

export function comment(random: Random): string {
  return random.pick(COMMENTS);
}

/** A spreadsheet would run it. */
export function formula(random: Random): string {
  return random.pick(['=1+1', '+1', '-1', '@SUM', '\tx', '\rx', '-']);
}

export function reason(random: Random): string {
  return random.pick(['', 'R02', 'W7', 'A', '00012', 'ZZZZZ', '1E5']);
}
