import { FileRejected } from './faults';
import { Organisation } from './records';
import { normaliseId } from './values';

const ID = '([0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){7}|[0-9A-Fa-f]{16})';
const SMSO = '([A-Za-z0-9]{3})';
const SIX = '(\\d{6})';
const TIME = '(\\d{8}_\\d{6})';

/** Kind → pattern of the name and what its parts are called in the header. */
const PATTERNS: [kind: string, pattern: string, parts: string[]][] = [
  ['ORG', `ORG_${TIME}\\.csv`, ['CreationDateTime']],
  [
    'DC',
    `DC[_-]([A-Z0-9]{6})_${ID}_${SMSO}_(\\d{8})\\.csv`,
    ['PartySignifier', 'UserID', 'SMSOID', 'WeekCommencing'],
  ],
  ['MA', `MA_${SMSO}_${ID}_${TIME}\\.csv`, ['SMSOID', 'AuthorisingPartyID', 'CreationDateTime']],
  ['MAVR', `MAVR_(${SMSO}_${ID}_${TIME})_(\\d{3})\\.csv`, ['MAFileName', 'SMSOID']],
  ['MACR', `MACR_${SMSO}_${ID}_${TIME}\\.csv`, ['SMSOID', 'RequestingPartyID', 'CreationDateTime']],
  ['MCF', `MCF_${SMSO}_${ID}_${SIX}\\.xml`, ['SMSOID', 'RequestingPartyID', 'MCFCounter']],
  ['MCVF', `MCVF_${ID}_${SIX}\\.xml`, ['S1SPID', 'S1SPCounter']],
  ['MGF', `MGF_${SMSO}_${ID}_${SIX}_([A-Z]{2})_${SIX}\\.xml`, groupParts()],
  ['MGEF', `MGEF_${SMSO}_${ID}_${SIX}_([A-Z]{2})_${SIX}\\.xml`, groupParts()],
  ['S1SPCF', `S1SPCF_${ID}_${SIX}\\.xml`, ['S1SPID', 'S1SPCounter']],
  ['COF', `COF_${ID}_${SIX}\\.xml`, ['CommissioningPartyID', 'CommissioningPartyCounter']],
  ['S1SPAUD', `S1SPAUD_${ID}_${SIX}\\.csv`, ['OriginatorID', 'Counter']],
  ['CPAUD', `CPAUD_${ID}_${SIX}\\.csv`, ['OriginatorID', 'Counter']],
];

function groupParts(): string[] {
  return ['SMSOID', 'RequestingPartyID', 'MCFCounter', 'GroupID', 'GroupFileCounter'];
}

export interface InputName {
  kind: string;
  name: string;
  /** header field → what the name says it is, comparable by `canonical` */
  parts: Map<string, string>;
}

/** A name that matches no pattern is `FILE_NAME`. */
export function inputName(name: string): InputName {
  for (const [kind, pattern, fields] of PATTERNS) {
    const match = new RegExp(`^${pattern}$`).exec(name);
    if (match) {
      const parts = new Map(fields.map((field, at) => [field, canonical(match[at + 1]!)]));
      return { kind, name, parts };
    }
  }
  throw new FileRejected('FILE_NAME');
}

/** The form in which a part of a name and a header value are compared: ids normalised, counters without zeros. */
export function canonical(text: string): string {
  const id = normaliseId(text);
  if (id) return id;
  if (/^\d{1,6}$/.test(text)) return String(Number(text));
  if (/^\d{8}_\d{6}$/.test(text)) return text.replace('_', 'T');
  return /^[A-Za-z0-9]{3}$/.test(text) ? text.toUpperCase() : text;
}

/** Fine print 20. */
export function folderOf(row: Organisation): string {
  return row.folder ?? sharePointSafe(`${row.signifier} ${row.partyName}`);
}

export function sharePointSafe(text: string): string {
  return text
    .replace(/["*:<>?/\\|\p{Cc}]/gu, '-')
    .replace(/^[ .]+|[ .]+$/g, (edge) => '-'.repeat(edge.length));
}
