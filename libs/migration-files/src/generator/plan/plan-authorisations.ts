import {
  authorisationFile,
  authorisationFileId,
  validationResponseFile,
  type AuthorisationHeader,
  type AuthorisationRow,
  type ValidationResponseRow,
} from '../files/authorisation-files';
import { DAY, HOUR, WEEK, type Instant } from '../instant';
import type { Random } from '../random';
import type { SampleInstallation } from '../sample-installation';
import { authorisationRequests, type AuthorisationRequest } from './authorisation-requests';
import { groupBy } from './group-by';
import type { AuthorisedInstallation, PlanContext, PlannedAuthorisation } from './plan-context';

const REJECTION_REASONS = ['V0101', 'V0102', 'V0204', 'V0310', 'V0411'];
const WARNING_COMMENTS = [
  'MigrateOn is a public holiday',
  'Priority quota of the week is used up, "best effort"',
];

export interface PlannedInstallation {
  readonly installation: SampleInstallation;
  readonly migrationDay: Instant;
}

interface AuthorisationFilePlan {
  readonly header: AuthorisationHeader;
  readonly rows: AuthorisationRow[];
  readonly first: ValidationResponseRow[];
  readonly second: ValidationResponseRow[];
}

/**
 * Authorisations of one Migration Week: files on Monday to Wednesday of the week before, before the cut-off of the
 * Migration Authorisation Mechanism (R33), and their validation responses by Thursday.
 */
export function planAuthorisations(
  week: Instant,
  planned: readonly PlannedInstallation[],
  context: PlanContext,
): AuthorisedInstallation[] {
  const random = context.seed.fork('authorisations', week);
  const requests = planned.flatMap(({ installation, migrationDay }) => {
    const day = week - WEEK + random.integer(0, 2) * DAY;
    return authorisationRequests(installation, context.market.dccUserId, random).map((request) => ({
      request,
      day,
      migrationDay,
    }));
  });
  const files = groupBy(
    requests,
    ({ request, day }) => `${request.installation.cohort.smsoId}/${request.submitterId}/${day}`,
  );
  const answers = new Map<AuthorisationRequest, PlannedAuthorisation>();
  for (const [key, members] of files) {
    const file = openFile(members[0]?.request, members[0]?.day ?? week, context.seed.fork('MA', key));
    for (const { request, migrationDay } of members) {
      answers.set(request, addRecord(file, request, week, migrationDay, random));
    }
    scheduleFile(file, members[0]?.request, random, context);
  }
  return collect(
    planned,
    requests.map(({ request }) => request),
    answers,
  );
}

function openFile(
  request: AuthorisationRequest | undefined,
  day: Instant,
  random: Random,
): AuthorisationFilePlan {
  if (request === undefined) throw new RangeError('An authorisation file needs a record');
  return {
    header: {
      smsoId: request.installation.cohort.smsoId,
      authorisingPartyId: request.submitterId,
      authorisingPartyType: request.submitterType,
      createdAt: day + random.integer(8 * HOUR, 17 * HOUR),
    },
    rows: [],
    first: [],
    second: [],
  };
}

function addRecord(
  file: AuthorisationFilePlan,
  request: AuthorisationRequest,
  week: Instant,
  migrationDay: Instant,
  random: Random,
): PlannedAuthorisation {
  const { installation } = request;
  const recordNumber = file.rows.length + 1;
  const mpan = request.electricity ? installation.electricity?.mpxn : undefined;
  const mprn = request.gas ? installation.gas?.mpxn : undefined;
  const isPlain = request.submitterType === 'SUPPLIER' && random.chance(300);
  file.rows.push({
    recordNumber,
    responsibleSupplierId:
      isPlain && request.responsibleSupplierId === request.submitterId
        ? undefined
        : request.responsibleSupplierId,
    mpan,
    mprn,
    migrateOn: random.chance(500) ? migrationDay : undefined,
    week,
    priority: random.chance(100) ? undefined : random.chance(200),
    certificateSerialNumber: `5A${String(installation.number).padStart(10, '0')}`,
    meterStatus: isPlain ? undefined : request.meterStatus,
  });
  const includesDormantMeter = [installation.electricity, installation.gas].some(
    (meter) => meter?.active === false,
  );
  const accepted = addVerdict(file, { recordNumber, mpan, mprn, includesDormantMeter }, random);
  return { fileId: authorisationFileId(file.header), recordNumber, mpan, mprn, accepted };
}

/** Four of a hundred are rejected at first; every second one of these is accepted by a second response. */
function addVerdict(
  file: AuthorisationFilePlan,
  record: Omit<ValidationResponseRow, 'result'>,
  random: Random,
): boolean {
  const draw = random.integer(0, 999);
  if (draw < 40) {
    file.first.push({
      ...record,
      result: 'REJECTED',
      reasonCode: random.pick(REJECTION_REASONS),
      comments: draw < 20 ? 'Supplier, meter or date not as registered' : undefined,
    });
    const corrected = draw % 2 === 0;
    if (corrected) file.second.push({ ...record, result: 'ACCEPTED' });
    return corrected;
  }
  if (draw < 80) {
    const comments = draw < 55 ? undefined : random.pick(WARNING_COMMENTS);
    file.first.push({ ...record, result: 'WARNING', reasonCode: draw < 60 ? undefined : 'W0001', comments });
    return true;
  }
  file.first.push({ ...record, result: 'ACCEPTED' });
  return true;
}

function scheduleFile(
  file: AuthorisationFilePlan,
  request: AuthorisationRequest | undefined,
  random: Random,
  { schedule }: PlanContext,
): void {
  const { header } = file;
  schedule.add(authorisationFile(header, file.rows, request?.csvStyle));
  const response = { authorisationFileId: authorisationFileId(header), smsoId: header.smsoId };
  const firstAt = header.createdAt + random.integer(HOUR, 6 * HOUR);
  schedule.add(validationResponseFile({ ...response, createdAt: firstAt, number: 1 }, file.first));
  if (file.second.length > 0) {
    const secondAt = firstAt + random.integer(4 * HOUR, 20 * HOUR);
    schedule.add(validationResponseFile({ ...response, createdAt: secondAt, number: 2 }, file.second));
  }
}

function collect(
  planned: readonly PlannedInstallation[],
  requests: readonly AuthorisationRequest[],
  answers: ReadonlyMap<AuthorisationRequest, PlannedAuthorisation>,
): AuthorisedInstallation[] {
  const byInstallation = groupBy(requests, (request) => request.installation.chfId);
  return planned.map(({ installation }) => {
    const own = byInstallation.get(installation.chfId) ?? [];
    const answerFor = (covers: (request: AuthorisationRequest) => boolean) => {
      const request = own.find(covers);
      return request && answers.get(request);
    };
    return {
      installation,
      authorisations: own.flatMap((request) => answers.get(request) ?? []),
      electricity: answerFor((request) => request.electricity),
      gas: answerFor((request) => request.gas),
    };
  });
}
