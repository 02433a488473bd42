import type { OutcomeResult } from '../files/outcome-files';
import type { Random } from '../random';
import type { MigrationCandidate } from './plan-context';

/** What will become of one record of a Migration Common File. Absent results never arrive. */
export interface AttemptFate {
  readonly valid: boolean;
  readonly commissioning: OutcomeResult | undefined;
  readonly outcome: OutcomeResult | undefined;
  readonly reasonCode: string | undefined;
  /** Which of the S1SP's and the Commissioning Party's files of the group carries it. */
  readonly commissioningWave: number;
  readonly outcomeWave: number;
  /** Long after the conclusion a file says the opposite. */
  readonly contradicted: boolean;
}

const OTHER_REASONS = ['WAN01', 'KEY02', 'FW003', 'COM04', 'TIMEO'];
const INVALID_PER_MILLE = 15;
const SILENT_PER_MILLE = 8;
const CONTRADICTED_PER_MILLE = 4;
/** What failed once fails more often than what is tried for the first time. */
const RETRY_FAILURES_PER_MILLE = 120;

const COMMISSIONING_WAVES = [
  { wave: 0, weight: 60 },
  { wave: 1, weight: 30 },
  { wave: 2, weight: 10 },
];

export function attemptFate({ authorised, attempt }: MigrationCandidate, seed: Random): AttemptFate {
  const { installation } = authorised;
  const { combination, toBeCommissionedByDcc } = installation;
  const random = seed.fork('attempt', installation.number, attempt);
  const valid = !random.chance(INVALID_PER_MILLE);
  const failures = combination.failuresPerMille + (attempt === 1 ? 0 : RETRY_FAILURES_PER_MILLE);
  const fails = random.chance(failures);
  const failsAtCommissioning = fails && (!toBeCommissionedByDcc || random.chance(600));
  const isSilentBefore = random.chance(SILENT_PER_MILLE);
  const isSilentAfter = random.chance(SILENT_PER_MILLE);
  const reason = random.chance(700) ? combination.typicalReason : random.pick(OTHER_REASONS);
  return {
    valid,
    commissioning: isSilentBefore ? undefined : failsAtCommissioning ? 'FAILURE' : 'SUCCESS',
    outcome: isSilentAfter ? undefined : fails ? 'FAILURE' : 'SUCCESS',
    reasonCode: fails ? reason : undefined,
    commissioningWave: random.pickWeighted(COMMISSIONING_WAVES).wave,
    outcomeWave: random.chance(250) ? 1 : 0,
    contradicted: random.chance(CONTRADICTED_PER_MILLE),
  };
}
