import { completionResponseFile, type CompletionRow } from '../files/authorisation-files';
import { HOUR, MINUTE, type Instant } from '../instant';
import { groupBy } from './group-by';
import type { AuthorisedInstallation, PlanContext } from './plan-context';

export interface Completion extends Pick<CompletionRow, 'status' | 'reasonCode' | 'phase' | 'mcfCounter'> {
  /** When it is known; the completion time of a final status. */
  readonly at: Instant;
}

/** Notes the completion of each accepted authorisation of an installation for the response file of its day. */
export function planCompletions(
  { installation, authorisations }: AuthorisedInstallation,
  { at, ...completion }: Completion,
  { completions }: PlanContext,
): void {
  for (const authorisation of authorisations.filter(({ accepted }) => accepted)) {
    completions.add(at, {
      cohort: installation.cohort,
      row: {
        authorisationFileId: authorisation.fileId,
        recordNumber: authorisation.recordNumber,
        mpan: authorisation.mpan,
        mprn: authorisation.mprn,
        completedAt: completion.status === 'IN_PROGRESS' ? undefined : at,
        chfId: completion.mcfCounter === undefined ? undefined : installation.chfId,
        ...completion,
      },
    });
  }
}

/** Completion response files of one day: one for each SMSO, of everything known by 22:00. */
export function planCompletionFiles(day: Instant, { completions, schedule, seed }: PlanContext): void {
  const known = completions.takeBefore(day + 22 * HOUR);
  for (const [smsoId, members] of groupBy(known, ({ cohort }) => cohort.smsoId)) {
    const createdAt = day + 22 * HOUR + seed.fork('MACR', smsoId, day).integer(0, 50 * MINUTE);
    const requestingPartyId = members[0]?.cohort.requestingPartyId ?? '';
    schedule.add(
      completionResponseFile(
        { smsoId, requestingPartyId, createdAt },
        members.map(({ row }) => row),
      ),
    );
  }
}
