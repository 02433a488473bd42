import {
  commonFile,
  commonValidationFile,
  type CommonInstallation,
  type CommonMeter,
} from '../files/common-files';
import { devicesOf } from '../device-catalogue';
import { DAY, HOUR, MINUTE, type Instant } from '../instant';
import type { Random } from '../random';
import type { SampleMeter } from '../sample-installation';
import { attemptFate } from './attempt-fate';
import { concludeAttempt, type Attempt, type CommonFileBatch } from './conclude-attempt';
import { groupBy } from './group-by';
import type {
  AuthorisedInstallation,
  MigrationCandidate,
  PlanContext,
  PlannedAuthorisation,
} from './plan-context';
import { planGroup } from './plan-group';

/** Larger batches are cut, so that the files of a big sample stay handy. */
const INSTALLATIONS_PER_COMMON_FILE = 2000;

/** Everything that follows from the Migration Common Files of one day, however late it happens. */
export function planMigrations(day: Instant, context: PlanContext): void {
  const candidates = context.candidates.takeBefore(day + DAY);
  for (const [smsoId, members] of groupBy(
    candidates,
    ({ authorised }) => authorised.installation.cohort.smsoId,
  )) {
    const random = context.seed.fork('MCF', smsoId, day);
    let createdAt = day + random.integer(20 * MINUTE, 4 * HOUR);
    for (let start = 0; start < members.length; start += INSTALLATIONS_PER_COMMON_FILE) {
      planCommonFile(members.slice(start, start + INSTALLATIONS_PER_COMMON_FILE), createdAt, random, context);
      createdAt += random.integer(3 * MINUTE, 12 * MINUTE);
    }
  }
}

function planCommonFile(
  candidates: readonly MigrationCandidate[],
  createdAt: Instant,
  random: Random,
  context: PlanContext,
): void {
  const { schedule, seed } = context;
  const cohort = candidates[0]?.authorised.installation.cohort;
  if (cohort === undefined) return;
  const { smsoId, requestingPartyId, s1spId } = cohort;
  const reference = {
    smsoId,
    requestingPartyId,
    mcfCounter: schedule.nextCounter(`MCF/${smsoId}/${requestingPartyId}`),
  };
  const batch: CommonFileBatch = { cohort, reference };
  const attempts = candidates.map((candidate): Attempt => ({
    ...candidate,
    fate: attemptFate(candidate, seed),
  }));
  schedule.add(
    commonFile(
      reference,
      createdAt,
      candidates.map(
        ({ authorised }) =>
          () =>
            commonInstallation(authorised, seed),
      ),
    ),
  );
  const validatedAt = createdAt + random.integer(10 * MINUTE, 50 * MINUTE);
  schedule.addNumbered(validatedAt, `MCVF/${s1spId}`, (s1spCounter) =>
    commonValidationFile(
      { s1spId, s1spCounter, createdAt: validatedAt },
      reference,
      attempts.map(({ authorised, fate }) => ({
        chfId: authorised.installation.chfId,
        result: fate.valid ? 'VALID' : 'INVALID',
        reasonCode: fate.valid ? undefined : 'VAL01',
      })),
    ),
  );
  for (const attempt of attempts.filter(({ fate }) => !fate.valid)) {
    concludeAttempt(attempt, { at: validatedAt, result: 'FAILURE', reasonCode: 'VAL01' }, batch, context);
  }
  const valid = attempts.filter(({ fate }) => fate.valid);
  for (const [groupId, members] of groupBy(valid, ({ authorised }) => authorised.installation.groupId)) {
    planGroup(batch, groupId, members, validatedAt, context);
  }
}

function commonInstallation(
  { installation, electricity, gas }: AuthorisedInstallation,
  seed: Random,
): CommonInstallation {
  const { number, chfId, toBeCommissionedByDcc, combination } = installation;
  return {
    chfId,
    toBeCommissionedByDcc,
    electricity: commonMeter(installation.electricity, electricity),
    gas: commonMeter(installation.gas, gas),
    devices: devicesOf(
      number,
      combination,
      { electricity: installation.electricity !== undefined, gas: installation.gas !== undefined },
      seed.fork('devices', number),
    ),
  };
}

function commonMeter(
  meter: SampleMeter | undefined,
  authorisation: PlannedAuthorisation | undefined,
): CommonMeter | undefined {
  return (
    meter && {
      mpxn: meter.mpxn,
      responsibleSupplierId: meter.supplier.userId,
      active: meter.active,
      authorisation: authorisation && {
        fileId: authorisation.fileId,
        recordNumber: authorisation.recordNumber,
      },
    }
  );
}
