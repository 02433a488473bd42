import { DAY, HOUR, Instant, dayText, instantText, isoText } from '../instants';
import { McfReference, six } from './migration-files';
import { Pile } from './pile';
import { DCC, serviceId, supplierId } from './world';

export interface Victim {
  reference: McfReference;
  chf: string;
  start: Instant;
}

type Edit = (text: string) => string | Buffer;
const swap =
  (from: string | RegExp, to: string): Edit =>
  (text) =>
    text.replace(from, () => to);

/** An S1SPCF that would fail a real attempt the second before it is grouped, were it loaded. */
const XML_EDITS: Edit[] = [
  (text) => text.slice(0, -9), // MALFORMED
  swap('<CHFID>', '<CHFID>&nbsp;'),
  swap('</Result>', '</Results>'),
  (text) => `${text}<again/>`,
  swap('FAILURE', 'FAIL & URE'),
  swap('<S1SPC', '<!DOCTYPE S1SPCommissioningFile><S1SPC'),
  swap('<S1SPC', '<!DOCTYPE x [<!ENTITY a "FAILURE">]><S1SPC'),
  swap('urn:mrr:migration-files:1', 'urn:mrr:migration-files:2'), // SCHEMA
  swap(' xmlns="urn:mrr:migration-files:1"', ''),
  swap(/S1SPCommissioningFile/g, 'S1SPCommissionFile'),
  swap('<Installation>', '<Installation>text'),
  swap('<Result>FAILURE</Result>', ''),
  swap('<Result>FAILURE</Result>', '<Result>FAILURE</Result><Extra>1</Extra>'),
  swap(
    /(<CHFID>.*<\/CHFID>)(<Result>.*<\/Result>)/,
    '<Result>FAILURE</Result><CHFID>90-B3-D5-1F-30-00-01-A0</CHFID>',
  ),
  swap('FAILURE', '<b>FAILURE</b>'),
  swap('</Header>', '<Extra>1</Extra></Header>'),
  swap('<MCFCounter>', '<MCFCounter>x'), // HEADER
  swap(/<MCFCounter>.*<\/MCFCounter>/, '<MCFCounter>0</MCFCounter>'),
  swap(/<MCFCounter>.*<\/MCFCounter>/, '<MCFCounter></MCFCounter>'),
  swap(/<S1SPCounter>.*<\/S1SPCounter>/, '<S1SPCounter>5</S1SPCounter>'),
  swap(/<S1SPID>.*<\/S1SPID>/, `<S1SPID>${serviceId('C', 7)}</S1SPID>`),
  swap('Z</CreationDateTime>', '.0Z</CreationDateTime>'),
  swap('Z</CreationDateTime>', '+00:00</CreationDateTime>'),
  swap('Z</CreationDateTime>', '</CreationDateTime>'),
  swap(/<CreationDateTime>.*<\/Cre/, '<CreationDateTime>2020-02-30T00:00:00Z</Cre'),
  swap(/<GroupID>.*<\/GroupID>/, '<GroupID>A1</GroupID>'),
  swap('<RecordCount>1<', '<RecordCount>one<'),
  swap('<RecordCount>1<', '<RecordCount>2<'), // COUNT_MISMATCH
  swap('<RecordCount>1<', '<RecordCount>0<'),
  (text) => Buffer.from(text.replace('FAILURE', 'FAILURÉ'), 'latin1'), // ENCODING
  (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xed, 0xa0, 0x80])]),
];

/** An active MA of the DCC for a real supplier, were it loaded. Fields 0 to 6 of the header, 10 of the record. */
const CSV_EDITS: Edit[] = [
  swap('00,MA', '00,MAVR'), // HEADER
  swap('00,MA', '01,MA'),
  swap(',DCC,', ',SMSO,'),
  swap(',DCC,', ',,'),
  swap('CGI', 'CGX'),
  swap(DCC, supplierId(1)),
  swap(',1\n', ',\n'),
  swap(',1\n', ',1,\n'),
  swap(/(\d{8})T/, '20200101T'),
  swap(/(\d{8})T\d{6}/, 'yesterday'),
  swap('\n10,', '\n20,'), // SCHEMA
  swap(/,A\n/, '\n'),
  swap(/,A\n/, ',A,\n'),
  swap('10,1,', '10,"1" ,'), // MALFORMED
  swap('10,1,', '10,1"1,'),
  swap('10,1,', '10,"1,'),
  swap(',1\n', ',2\n'), // COUNT_MISMATCH
  swap(',1\n', ',0\n'),
  (text) => Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xff, 0x0a])]), // ENCODING
  (text) => Buffer.from(text.replace(',A\n', ',Ä\n'), 'latin1'),
];

const BAD_NAMES = [
  'notes.txt',
  'S1SPCF_70-B3-D5-1F-30-00-C0-01_00012.xml',
  'S1SPCF_70-B3-D5-1F-30-00-C0_000012.xml',
  'S1SPCF_70-B3-D5-1F-30-00-C0-01_000012.xml.bak',
  'S1SPCF-70-B3-D5-1F-30-00-C0-01_000012.xml',
  'MGF_CGI_70-B3-D5-1F-30-00-D0-01_000001_A_000001.xml',
  'XYZ_70-B3-D5-1F-30-00-C0-01_000012.xml',
  'S1MIG-001_SUP001_70-B3-D5-1F-30-00-A0-A1_000001_20200302#000000.csv',
];

export function writeBadFiles(pile: Pile, victims: Victim[], near: Instant, count: number): void {
  const { random } = pile;
  for (let number = 0; number < count; number++) {
    const victim = random.pick(victims);
    const counter = 900_000 + number;
    const kind = random.weighted<() => void>([
      [6, () => add(pile, xmlName(counter), random.pick(XML_EDITS)(xmlText(victim, counter)))],
      [5, () => badAuthorisation(pile, victim, near - 20 * DAY - number)],
      [2, () => add(pile, random.pick(BAD_NAMES), xmlText(victim, counter))],
      [1, () => badValidationResponse(pile, near - 20 * DAY - number)],
      [1, () => badSnapshot(pile, near + 300 * DAY + number)],
    ]);
    kind();
  }
}

function add(pile: Pile, name: string, content: string | Buffer): void {
  pile.add(name, typeof content === 'string' ? Buffer.from(content) : content);
}

function xmlName(counter: number): string {
  return `S1SPCF_${serviceId('C', 1)}_${six(counter)}.xml`;
}

function xmlText({ reference, chf, start }: Victim, counter: number): string {
  const { smso, requestingParty } = reference;
  const header =
    `<S1SPID>${serviceId('C', 1)}</S1SPID><S1SPCounter>${counter}</S1SPCounter><SMSOID>${smso}</SMSOID>` +
    `<RequestingPartyID>${requestingParty}</RequestingPartyID><MCFCounter>${reference.counter}</MCFCounter>` +
    `<GroupID>AA</GroupID><CreationDateTime>${isoText(start - 1)}</CreationDateTime><RecordCount>1</RecordCount>`;
  const installation = `<CHFID>${chf}</CHFID><Result>FAILURE</Result>`;
  return (
    `<S1SPCommissioningFile xmlns="urn:mrr:migration-files:1"><Header>${header}</Header>` +
    `<Installation>${installation}</Installation></S1SPCommissioningFile>`
  );
}

function badAuthorisation(pile: Pile, { start }: Victim, created: Instant): void {
  const time = instantText(created);
  const week = dayText(start - ((start / DAY + 3) % 7) * DAY);
  const record = `10,1,${supplierId(0xa1)},1000000000000,,,${week},1,,A`;
  const text = `00,MA,CGI,${DCC},DCC,${time},1\n${record}\n`;
  add(pile, `MA_CGI_${DCC}_${time.replace('T', '_')}.csv`, pile.random.pick(CSV_EDITS)(text));
}

/** Its counts are the wrong way round, or its name answers another file. */
function badValidationResponse(pile: Pile, created: Instant): void {
  const time = instantText(created).replace('T', '_');
  const file = `MA_CGI_${DCC}_${time}`;
  const counts = pile.random.pick(['1,0', '0,0', '1,1', '0,2']);
  const other = counts === '0,2' ? file.replace('CGI', 'DXC') : file;
  const text = `00,MAVR,${other},CGI,${instantText(created + HOUR)},${counts === '0,2' ? '0,1' : counts}\n10,1,,,REJECTED,R1,,0\n`;
  add(pile, `${file.replace('MA_', 'MAVR_')}_001.csv`, text);
}

/** A snapshot that would leave nobody, were it loaded. */
function badSnapshot(pile: Pile, created: Instant): void {
  const time = instantText(created);
  const text = pile.random.pick([
    `00,ORG,${time},1\n`,
    `00,ORG,${instantText(created + 1)},0\n`,
    `00,ORG,${time}\n`,
  ]);
  add(pile, `ORG_${time.replace('T', '_')}.csv`, text);
}

/** Copies of good files: the same bytes under the same or another name, or the same key in other bytes. */
export function writeRepetitions(pile: Pile, count: number): void {
  const { random } = pile;
  const good = random.shuffled(pile.sortedPaths()).slice(0, count);
  for (const path of good) {
    const bytes = pile.files.get(path)!;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const way = random.pick(['same name', 'same name', 'other name', 'other bytes', 'other bytes']);
    if (way === 'same name') pile.add(name, bytes);
    else if (way === 'other name') pile.add(random.pick([`copy of ${name}`, `${name}.old`, 'x.csv']), bytes);
    else pile.add(name, otherBytes(bytes));
  }
  pile.add(`.${good[0]!.replaceAll('/', ' ')}`, Buffer.from('hidden'));
  pile.add('.DS_Store', Buffer.from([0, 1, 2, 255]));
}

/** With a BOM if it had none, without if it had one: the same content, so that reports do not depend on which came first. */
function otherBytes(bytes: Buffer): Buffer {
  const bom = Buffer.from('\uFEFF');
  return bytes.subarray(0, 3).equals(bom) ? bytes.subarray(3) : Buffer.concat([bom, bytes]);
}

/** Audit files: good ones and one bad record each. */
export function writeAuditFiles(pile: Pile, near: Instant): void {
  const { random } = pile;
  for (const [kind, party] of [
    ['S1SPAUD', serviceId('C', 1)],
    ['CPAUD', serviceId('E', 1)],
  ] as const) {
    const time = instantText(near + random.integer(0, DAY));
    const rows = [
      ['10', time, 'CGI', serviceId('D', 1), '1', '', 'STEP', 'OK', 'detail, "quoted"\nsecond line'],
      ['10', time, '', '', '', '', 'PING', '', ''],
      random.pick([
        ['10', '', '', '', '', '', 'STEP', '', ''],
        ['10', time, '', '', '', '', '', '', ''],
        ['10', time, 'CGIX', '', '', '', 'STEP', '', ''],
        ['10', time, '', '', '', '', 'e'.repeat(41), '', ''],
        ['10', time, '', '', '', '', 'STEP', '', '😀'.repeat(501)],
        ['10', time, '', '', '1000000', '', 'STEP', '', ''],
      ]),
    ];
    const bytes = pile.csv([['00', kind, pile.id(party), '7', time, String(rows.length)], ...rows]);
    pile.add(`${kind}_${pile.id(party)}_000007.csv`, bytes);
  }
}
