import { DAY, HOUR, Instant, instantText } from '../instants';
import { atBorder, someInstant } from './border-instants';
import { DraftFile, DraftRecord } from './authorisation-book';
import { six } from './migration-files';
import { Pile } from './pile';
import { comment, formula, reason } from './texts';
import { SMSOS, serviceId } from './world';

/** One to three responses to an MA file; some records are left out, contradict themselves later, or are never answered. */
export function answerFile(pile: Pile, file: DraftFile): void {
  const { random } = pile;
  let time = file.created + random.pick([0, 1, 3600, 20 * HOUR, 2 * DAY]);
  const responses = random.weighted([
    [1, 0],
    [10, 1],
    [4, 2],
    [2, 3],
  ] as const);
  const numbers = random.shuffled([1, 2, 3, 4, 5]);
  for (let response = 0; response < responses; response++) {
    if (random.chance(0.5)) time = Math.max(time, atBorder(random, time + random.integer(0, DAY)));
    writeResponse(pile, file, numbers[response]!, time);
    if (random.chance(0.7)) time += random.pick([1, 3600, DAY, 2 * DAY, 7 * DAY]);
  }
}

function writeResponse(pile: Pile, file: DraftFile, number: number, time: Instant): void {
  const { random } = pile;
  const answered = random.shuffled(file.records.filter(() => random.chance(0.9)));
  const spoilt = random.chance(0.25) ? answered.pop() : undefined;
  const rows = answered.map((record) => responseRow(pile, record));
  if (spoilt) rows.push(badResponse(pile, spoilt));
  const [told] = rows;
  if (told && random.chance(0.05)) rows.push([...told.slice(0, 2), '', '', 'REJECTED', 'R99', 'twice', '1']);
  if (random.chance(0.1)) rows.push(['10', '999', '', '', 'ACCEPTED', '', 'parked forever', '0']);
  const rejected = rows.filter((row) => row[4] === 'REJECTED').length;
  const counts = [String(rows.length - rejected), String(rejected)];
  const header = ['00', 'MAVR', file.file, pile.smso(file.smso), instantText(time), ...counts];
  const name = `${file.file.replace('MA_', 'MAVR_')}_${String(number).padStart(3, '0')}.csv`;
  pile.add(name, pile.csv([header, ...rows]));
}

function responseRow(pile: Pile, { record, mpan, mprn }: DraftRecord): string[] {
  const { random } = pile;
  const result = random.pick(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'WARNING', 'REJECTED']);
  const code = result === 'REJECTED' ? reason(random) || 'R01' : reason(random);
  const told = (mpxn: string): string => (random.chance(0.6) ? mpxn : '');
  return [
    '10',
    String(record),
    told(mpan),
    told(mprn),
    result,
    code,
    comment(random),
    random.pick(['0', '1']),
  ];
}

/** Each with one fault; each would be told in S1MIG-010 if it loaded. */
function badResponse(pile: Pile, { record, mpan, mprn }: DraftRecord): string[] {
  const { random } = pile;
  const number = String(record);
  return random.pick([
    ['10', number, '', '', 'REJECTED', '', 'no reason', '0'],
    ['10', number, '', '', 'ACCEPTED', 'abc', 'lower case reason', '0'],
    ['10', number, '', '', 'ACCEPTED', '', 'no dormant indicator', ''],
    ['10', number, '', '', 'ACCEPTED', '', 'no boolean', 'true'],
    ['10', number, '', '', 'ACCEPTED', '', 'c'.repeat(101), '0'],
    ['10', number, '', '', 'ACCEPTED', '', '😀'.repeat(101), '0'],
    ['10', number, '', '', 'ACCEPTED', '', formula(random), '0'],
    ['10', number, '123456789012', '', 'ACCEPTED', '', 'short MPAN', '0'],
    ['10', number, '', '12345678901234', 'ACCEPTED', '', 'long MPRN', '0'],
    ['10', 'x', '', '', 'ACCEPTED', '', 'no number', '0'],
    ['10', number, '9900000000000', mprn, 'WARNING', '', 'contradicts', '0'],
    ['10', number, mpan, '77', 'WARNING', '', 'contradicts', '1'],
  ]);
}

interface CompletionRow {
  file: DraftFile;
  record: DraftRecord;
  near: Instant;
}

/** MACR files: several records of several MA files each, with retellings of the same second. */
export function completeFiles(pile: Pile, drafts: DraftFile[], until: Instant): void {
  const { random } = pile;
  const waiting: CompletionRow[] = drafts.flatMap((file) =>
    file.records
      .filter(() => random.chance(0.65))
      .flatMap((record) => {
        const near = (record.used?.start ?? file.created + DAY) + random.pick([0, HOUR, DAY, 3 * DAY]);
        return Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => ({ file, record, near }));
      }),
  );
  const names = new Set<string>();
  const shuffled = random.shuffled(waiting);
  while (shuffled.length > 0) {
    const batch = shuffled.splice(0, random.integer(1, 6));
    const rows = batch.map((one) => completionRow(pile, one));
    if (random.chance(0.25)) rows.push(badCompletion(pile, batch[0]!));
    const [first] = batch;
    const created = someInstant(random, first!.near, Math.max(first!.near, until));
    writeCompletions(pile, names, completionParty(first!), created, rows);
  }
}

/** The header gives SMSO and Requesting Party of the MCF that a record may name. */
function completionParty({ record, file }: CompletionRow): { smso: string; requestingParty: string } {
  return record.used?.reference ?? { smso: file.smso, requestingParty: serviceId('D', 1) };
}

function writeCompletions(
  pile: Pile,
  names: Set<string>,
  { smso, requestingParty }: { smso: string; requestingParty: string },
  created: Instant,
  rows: string[][],
): void {
  let time = created;
  while (names.has(`${smso} ${requestingParty} ${time}`)) time++;
  names.add(`${smso} ${requestingParty} ${time}`);
  const header = [
    '00',
    'MACR',
    pile.smso(smso),
    pile.id(requestingParty),
    instantText(time),
    String(rows.length),
  ];
  const name = `MACR_${pile.smso(smso)}_${pile.id(requestingParty)}_${instantText(time).replace('T', '_')}.csv`;
  pile.add(name, pile.csv([header, ...rows]));
}

function completionRow(pile: Pile, { file, record, near }: CompletionRow): string[] {
  const { random } = pile;
  const status = random.pick(['SUCCESS', 'SUCCESS', 'FAILED', 'WARNING', 'IN_PROGRESS']);
  const time = random.pick([near, near, atBorder(random, near), random.integer(near, near + 3 * DAY)]);
  const told = (mpxn: string): string => (random.chance(0.6) ? mpxn : '');
  const { used } = record;
  const namesMcf = used !== null && random.chance(0.7);
  return [
    '10',
    file.file,
    random.chance(0.1) ? six(record.record) : String(record.record),
    told(record.mpan),
    told(record.mprn),
    status,
    reason(random),
    status === 'IN_PROGRESS' && random.chance(0.5) ? '' : instantText(time),
    namesMcf ? pile.counter(used.reference.counter) : '',
    namesMcf ? pile.id(used.chf) : '',
    random.pick(['PRE_MIGRATION', 'MIGRATION', 'MIGRATION', 'EXPIRED']),
  ];
}

/** Each with one fault, or parked forever. */
function badCompletion(pile: Pile, { file, record, near }: CompletionRow): string[] {
  const { random } = pile;
  const number = String(record.record);
  const early = instantText(near - 8 * DAY);
  return random.pick([
    ['10', file.file, number, '', '', 'SUCCESS', '', '', '', '', 'MIGRATION'],
    ['10', file.file, number, '', '', 'DONE', '', early, '', '', 'MIGRATION'],
    ['10', file.file, number, '', '', 'SUCCESS', '', early.slice(0, 8), '', '', 'MIGRATION'],
    ['10', file.file, number, '', '', 'SUCCESS', '', early, '0', '', 'MIGRATION'],
    ['10', file.file, number, '', '', 'SUCCESS', '', early, '', '90-B3', 'MIGRATION'],
    ['10', file.file, number, '', '', 'SUCCESS', '', early, '', '', 'LATER'],
    ['10', file.file, number, '9900000000001', '', 'FAILED', '', early, '', '', 'MIGRATION'],
    ['10', file.file, number, '', '78', 'FAILED', '', early, '', '', 'MIGRATION'],
    ['10', file.file, number, '12', '', 'FAILED', '', early, '', '', 'MIGRATION'],
    ['10', file.file, '998', '', '', 'SUCCESS', '', early, '', '', 'MIGRATION'],
    ['10', `MA_${random.pick(SMSOS)}_nowhere`, number, '', '', 'SUCCESS', '', early, '', '', 'MIGRATION'],
    ['10', 'M'.repeat(101), number, '', '', 'SUCCESS', '', early, '', '', 'MIGRATION'],
  ]);
}
