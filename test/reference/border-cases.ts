import { writeAuditFiles, writeBadFiles, writeRepetitions, Victim } from './border/bad-files';
import { spoilt } from './border/bad-installations';
import { answerFile, completeFiles } from './border/authorisation-answers';
import { AuthorisationBook, DraftFile } from './border/authorisation-book';
import { someInstant } from './border/border-instants';
import { writeCommitments } from './border/commitment-files';
import { FATES } from './border/fates';
import { someInstallation } from './border/installations';
import { Installation, McfReference, MigrationFiles } from './border/migration-files';
import { Pile, XmlNode } from './border/pile';
import { Random } from './border/random';
import { planAuthorisations } from './border/planned-authorisations';
import { Calendar, DCC, SMSOS, SUPPLIERS, serviceId, writeMasterData } from './border/world';
import { DAY, HOUR, Instant, WEEK, parseDay } from './instants';

export type Size = 'small' | 'busy' | 'medium' | 'large';

/** About 50, 150, 300 and 1,500 files. */
const SIZES = {
  small: { migrations: 3, weeks: 1, commitments: 0.03, bad: 6, repetitions: 2 },
  busy: { migrations: 10, weeks: 1, commitments: 0.06, bad: 12, repetitions: 5 },
  medium: { migrations: 18, weeks: 2, commitments: 0.1, bad: 25, repetitions: 8 },
  large: { migrations: 100, weeks: 4, commitments: 0.3, bad: 90, repetitions: 30 },
} as const;

export interface BorderCases {
  files: Map<string, Buffer>;
  from: Instant;
  to: Instant;
}

/** Input files as nasty as the spec allows, and the period whose slots meet them. */
export function borderCases(seed: number, size: Size): BorderCases {
  const random = new Random(seed);
  const { migrations, weeks, commitments, bad, repetitions } = SIZES[size];
  const calendar = someCalendar(random, weeks);
  const pile = new Pile(random);
  const files = new MigrationFiles(pile);
  const book = new AuthorisationBook(pile, calendar.firstActive);
  writeMasterData(pile, calendar);
  priorities(random, book, calendar);
  const victims: Victim[] = [];
  for (let number = 0; number < migrations; number++) {
    const installations = someInstallations(random, victims.length + number * 10);
    victims.push(...migrateRepeatedly(files, book, calendar, installations));
  }
  book.write((file) => badAuthorisations(random, file));
  for (const file of book.files) answerFile(pile, file);
  completeFiles(pile, book.files, calendar.to);
  writeCommitments(pile, calendar, commitments);
  writeAuditFiles(pile, calendar.monday);
  writeRepetitions(pile, repetitions);
  writeBadFiles(pile, victims, calendar.monday, bad);
  return { files: pile.files, from: calendar.from, to: calendar.to };
}

function someCalendar(random: Random, weeks: number): Calendar {
  const monday = parseDay(random.pick(['20200224', '20200302', '20201228']))!;
  const from = monday + random.pick([0, 0, 6 * HOUR, -3 * DAY]);
  const lastSlot = monday + weeks * WEEK + 6 * HOUR;
  const to = lastSlot + random.pick([0, 0, -1, 3 * DAY + 17 * HOUR]); // Monday 06:00, or a Thursday sweep
  const secondSlot = monday + WEEK + 6 * HOUR;
  const firstActive = random.pick([
    monday - 15 * DAY,
    secondSlot - 1,
    secondSlot,
    secondSlot + 1,
    monday + DAY,
  ]);
  return { monday, weeks, from, to, firstActive };
}

function someInstallations(random: Random, number: number): Installation[] {
  const count = random.pick([1, 1, 1, 2, 3, 4]);
  return Array.from({ length: count }, (_, at) => someInstallation(random, number + at));
}

/** Attempts 1 to 5 of the same installations, each in a new MCF (R1), now and then two in one second. */
function migrateRepeatedly(
  files: MigrationFiles,
  book: AuthorisationBook,
  calendar: Calendar,
  installations: Installation[],
): Victim[] {
  const { random } = files.pile;
  const attempts = random.pick([1, 1, 1, 1, 2, 2, 3, 5]);
  let start = someInstant(random, calendar.monday - 4 * DAY, calendar.to - HOUR);
  const victims: Victim[] = [];
  let named: Installation[] = [];
  let created = 0;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const reference = files.newReference(random.pick(SMSOS), serviceId('D', random.integer(1, 2)));
    const sameMas = attempt > 0 && random.chance(0.4); // several MCF records name one MA record
    if (!sameMas) {
      const retried = installations.map((one) =>
        attempt > 0 && random.chance(0.2) ? moved(random, one) : one,
      );
      named = retried.map((one) => planAuthorisations(random, book, one, reference, start));
    }
    created = Math.max(created + 1, start - random.pick([0, 1, HOUR, DAY, -HOUR]));
    migrate(files, reference, named, created, start);
    victims.push(...installations.map(({ chf }) => ({ reference, chf, start })));
    start += random.pick([sameMas ? 2 : 0, 1, 3600, DAY, 2 * DAY, 5 * DAY]);
  }
  return victims;
}

/** The Responsible Supplier is as stated in the MCF (R5). */
function moved(random: Random, one: Installation): Installation {
  if (!one.electricity) return one;
  return { ...one, electricity: { ...one.electricity, supplier: random.pick(SUPPLIERS) } };
}

function migrate(
  files: MigrationFiles,
  reference: McfReference,
  named: Installation[],
  created: Instant,
  start: Instant,
): void {
  const { random } = files.pile;
  const records = named.map((one) => files.installation(one));
  const grouped = [...named];
  if (random.chance(0.15)) {
    const bad = someInstallation(random, 40_000 + (start % 20_000));
    records.push(spoilt(random, files.installation(bad)));
    grouped.push(bad);
  }
  if (random.chance(0.08)) records.push(repeated(files, named[0]!));
  const fate = random.weighted(FATES);
  if (!random.chance(0.04)) files.mcf(reference, created, records);
  const groupId = random.pick(['AA', 'AB', 'BA', 'DA']);
  fate({ files, random, reference, installations: grouped, created, start, groupId });
}

/** The same CHF ID again with other content: `DUPLICATE_RECORD`, the first stays. */
function repeated(files: MigrationFiles, one: Installation): XmlNode[] {
  return files.installation({
    ...one,
    tbc: !one.tbc,
    gas: null,
    electricity: { mpxn: '1000000000001', supplier: SUPPLIERS[0]!, active: true, ma: null },
  });
}

/** Eighths, so that percentages meet one half; and one file created exactly when the switch turns. */
function priorities(random: Random, book: AuthorisationBook, calendar: Calendar): void {
  const times = [
    calendar.firstActive,
    calendar.monday + random.integer(0, 3) * DAY,
    calendar.monday - 4 * DAY,
  ];
  times.forEach((created, number) => {
    const supplier = random.pick(SUPPLIERS);
    const submitter = random.pick([supplier, supplier, DCC, random.pick(SUPPLIERS)]);
    const file = book.open(number === 0 ? supplier : submitter, created, 0);
    const count = random.pick([1, 8, 8, 40]);
    for (let record = 1; record <= count; record++) {
      const mpan = `10${number}${String(record).padStart(10, '0')}`;
      const priority = record <= count / 8 ? '1' : random.pick(['0', '']);
      file.records.push({ record, supplier, mpan, mprn: '', priority, used: null });
    }
  });
}

/** Each with one fault; each would count in S1MIG-008 if it loaded. */
function badAuthorisations(random: Random, file: DraftFile): string[][] {
  if (!random.chance(0.15)) return [];
  const number = String((file.records.at(-1)?.record ?? 0) + 20);
  const supplier = SUPPLIERS[0]!;
  const good = ['10', number, supplier, '1000000000001', '', '', '20200302', '1', '', 'D'];
  const faults: [column: number, value: string][] = [
    [1, '0'],
    [1, 'one'],
    [2, 'SUP001'],
    [3, '100000000000'],
    [3, ''],
    [4, '12345678901234'],
    [4, '1 2'],
    [5, '20200230'],
    [6, '20200303'],
    [6, ''],
    [7, 'true'],
    [8, 's'.repeat(41)],
    [9, 'X'],
  ];
  const [column, value] = random.pick(faults);
  const bad = good.map((cell, at) => (at === column ? value : cell));
  const first = file.records[0];
  const twice = first ? [['10', String(first.record), ...good.slice(2)]] : [];
  return random.chance(0.2) ? twice : [bad];
}
