import type { AuditRow } from '../files/audit-files';
import type { CompletionRow } from '../files/authorisation-files';
import type { Random } from '../random';
import type { SampleInstallation } from '../sample-installation';
import type { SampleCohort, SampleMarket } from '../sample-market';
import type { FileSchedule } from './file-schedule';
import type { TimeQueue } from './time-queue';

/** One record of a Migration Authorisation file, as the later files need it. */
export interface PlannedAuthorisation {
  readonly fileId: string;
  readonly recordNumber: number;
  readonly mpan: string | undefined;
  readonly mprn: string | undefined;
  readonly accepted: boolean;
}

/** An installation with the authorisation of each of its meters; one record may cover both. */
export interface AuthorisedInstallation {
  readonly installation: SampleInstallation;
  readonly authorisations: readonly PlannedAuthorisation[];
  readonly electricity: PlannedAuthorisation | undefined;
  readonly gas: PlannedAuthorisation | undefined;
}

/** An installation that is to stand in the next Migration Common File of its day. */
export interface MigrationCandidate {
  readonly authorised: AuthorisedInstallation;
  /** 1 for the first Migration Common File that names it. */
  readonly attempt: number;
}

export interface PlannedCompletion {
  readonly cohort: SampleCohort;
  readonly row: CompletionRow;
}

export interface PlannedAuditEvent {
  readonly kind: 'S1SPAUD' | 'CPAUD';
  readonly originatorId: string;
  readonly row: AuditRow;
}

/** What the planners of the single steps hand to each other. */
export interface PlanContext {
  readonly market: SampleMarket;
  readonly seed: Random;
  readonly schedule: FileSchedule;
  readonly candidates: TimeQueue<MigrationCandidate>;
  readonly completions: TimeQueue<PlannedCompletion>;
  readonly auditEvents: TimeQueue<PlannedAuditEvent>;
}
