import { gzipSync } from 'node:zlib';
import type { Random } from '../../reference/border/random';

export interface HostileFile {
  /** As an uploader sends it. */
  readonly path: string;
  readonly bytes: Buffer;
  /** Names that no folder can hold come by upload only. */
  readonly byUploadOnly: boolean;
}

const PARTY = '70-B3-D5-1F-30-00-C0-01';
const NAMESPACE = 'xmlns="urn:mrr:migration-files:1"';

/** Files that must load nothing and harm nobody; none has a key that a good file could have. */
export function hostileFiles(random: Random, count: number): HostileFile[] {
  return random
    .shuffled(MAKERS)
    .slice(0, count)
    .map((make, at) => make(`S1SPCF_${PARTY}_${990_000 + at}.xml`));
}

const MAKERS: ((name: string) => HostileFile)[] = [
  (name) =>
    inbox(
      name,
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><S1SPCommissioningFile ${NAMESPACE}>&e;</S1SPCommissioningFile>`,
    ),
  (name) => inbox(name, `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${entities()}]><x>&j;</x>`),
  (name) => inbox(name, 'this is no XML at all'),
  (name) => inbox(name, ''),
  (name) => inbox(name, Buffer.alloc(4096, 0)),
  (name) => inbox(name, gzipSync('<S1SPCommissioningFile/>')),
  (name) => inbox(name, '<a>'.repeat(20_000)),
  (name) => inbox(name, `<S1SPCommissioningFile ${NAMESPACE}><Header><S1SPID>${'7'.repeat(2_000_000)}`),
  (name) => inbox(name, Buffer.from([0x3c, 0x61, 0x3e, 0xc3])),
  () => inbox('ORG_20990101_000000.csv', '00,ORG,20990101T000000,1\r\n10,"unclosed'),
  () => inbox('MA_CGI_70-B3-D5-1F-30-00-00-01_20990101_000000.csv', '=cmd|calc!A1\n'),
  () => inbox('ORG_20200101_000000.csv.exe', 'MZ'),
  () => inbox('ＯＲＧ_20200101_000000.csv', '00,ORG,20200101T000000,0\n'),
  () => inbox('name with\nline break.csv', 'x'),
  () => upload(`${'n'.repeat(300)}.xml`, 'x'),
  () => upload('../../../../etc/passwd', 'x'),
  () => upload('a/../../ORG_20200101_000000.csv', '00,ORG\n'),
];

function inbox(path: string, content: string | Buffer): HostileFile {
  return { path, bytes: Buffer.from(content as string), byUploadOnly: false };
}

function upload(path: string, content: string): HostileFile {
  return { path, bytes: Buffer.from(content), byUploadOnly: true };
}

/** Each ten of the one before. */
function entities(): string {
  return Array.from('bcdefghij')
    .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`)
    .join('');
}
