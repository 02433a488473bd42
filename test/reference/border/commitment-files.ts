import { DAY, HOUR, Instant, WEEK, dayText, instantText } from '../instants';
import { Pile } from './pile';
import { COMMITTED, Calendar, SMSOS } from './world';

/** Issues of one supplier's weeks: re-issued after the slot, with days left out, with zeros. */
export function writeCommitments(pile: Pile, calendar: Calendar, share: number): void {
  const { random } = pile;
  for (const userId of COMMITTED) {
    for (const smso of SMSOS.slice(0, 3)) {
      for (let number = -5; number < calendar.weeks; number++) {
        if (!random.chance(share)) continue;
        writeWeek(pile, userId, smso, calendar.monday + number * WEEK);
      }
    }
  }
}

function writeWeek(pile: Pile, userId: string, smso: string, monday: Instant): void {
  const { random } = pile;
  const slot = monday + WEEK + 6 * HOUR;
  const issues = random.shuffled([
    monday - 9 * DAY,
    monday - DAY,
    monday,
    slot - 1,
    slot,
    slot + 1,
    slot + WEEK,
  ]);
  const signifier = random.pick(['SUP001', 'ANY999', '000008']);
  for (const issued of issues.slice(0, random.pick([1, 1, 2, 3]))) {
    const days = [0, 1, 2, 3, 4, 5, 6].filter(() => random.chance(0.6));
    const rows = days.map((day) => [
      '10',
      dayText(monday + day * DAY),
      random.pick(['0', '0', '1', '2', '17', '1500']),
    ]);
    if (random.chance(0.15)) rows.push(badDay(pile, monday, days));
    const head = [
      '00',
      'DC',
      signifier,
      pile.id(userId),
      pile.smso(smso),
      dayText(monday),
      instantText(issued),
    ];
    const separator = random.pick(['_', '-']);
    const name = `DC${separator}${signifier}_${pile.id(userId)}_${pile.smso(smso)}_${dayText(monday)}.csv`;
    pile.add(name, pile.csv([[...head, String(rows.length)], ...rows]));
  }
}

function badDay(pile: Pile, monday: Instant, days: number[]): string[] {
  const [first] = days;
  const free = [0, 1, 2, 3, 4, 5, 6].find((day) => !days.includes(day));
  if (free === undefined) return ['10', dayText(monday), '99'];
  const spare = dayText(monday + free * DAY);
  return pile.random.pick([
    ['10', spare, '-1'],
    ['10', spare, ''],
    ['10', spare, '1.5'],
    ['10', `${spare.slice(0, 4)}1345`, '9'],
    first === undefined ? ['10', '', '9'] : ['10', dayText(monday + first * DAY), '99'],
  ]);
}
