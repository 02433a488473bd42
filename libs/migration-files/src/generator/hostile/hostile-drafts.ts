import {
  authorisationFile,
  authorisationFileId,
  validationResponseFile,
  type AuthorisationHeader,
} from '../files/authorisation-files';
import { commonFile, type CommonFileReference, type CommonInstallation } from '../files/common-files';
import type { FileDraft } from '../files/file-draft';
import { DAY, MINUTE, WEEK, type Instant } from '../instant';
import { deviceId, mpan, mprn } from '../sample-identifiers';
import type { SampleCohort, SampleMarket, SampleSupplier } from '../sample-market';

/** Far above what an ordinary sample reaches, so that hostile files never name an ordinary record. */
const FIRST_COUNTER = 900_001;
const FIRST_INSTALLATION = 89_000_000;

/** Makes good files that the hostile ones are then made from; every call takes new counters, ids and seconds. */
export class HostileDrafts {
  readonly supplier: SampleSupplier;
  readonly cohort: SampleCohort;
  private counter = FIRST_COUNTER;
  private installation = FIRST_INSTALLATION;
  private second: Instant;

  constructor(
    readonly market: SampleMarket,
    /** Monday of the week in which the files come. */
    readonly week: Instant,
  ) {
    const [supplier] = market.suppliers;
    const [cohort] = market.cohorts;
    if (supplier === undefined || cohort === undefined) throw new RangeError('The market is empty');
    this.supplier = supplier;
    this.cohort = cohort;
    this.second = week + DAY + 6 * 60 * MINUTE;
  }

  /** A creation time of its own for each file. */
  nextInstant(): Instant {
    this.second += 2 * MINUTE;
    return this.second;
  }

  nextCounter(): number {
    return this.counter++;
  }

  nextReference(): CommonFileReference {
    return {
      smsoId: this.cohort.smsoId,
      requestingPartyId: this.cohort.requestingPartyId,
      mcfCounter: this.nextCounter(),
    };
  }

  nextInstallation(change: Partial<CommonInstallation> = {}): CommonInstallation {
    const number = this.installation++;
    const responsibleSupplierId = this.supplier.userId;
    return {
      chfId: deviceId(number, 0),
      toBeCommissionedByDcc: true,
      electricity: { mpxn: mpan('10', 1_000_000_000 + number), responsibleSupplierId, active: true },
      gas: { mpxn: mprn(10_000_000 + number), responsibleSupplierId, active: true },
      devices: [
        {
          id: deviceId(number, 0),
          type: 'CHF',
          manufacturer: 'Calder+Voss',
          model: 'CV-Hub 210',
          firmware: '0002',
        },
        {
          id: deviceId(number, 2),
          type: 'ESME',
          manufacturer: 'Calder+Voss',
          model: 'E270',
          firmware: '0002',
        },
      ],
      ...change,
    };
  }

  commonFile(installations: readonly CommonInstallation[], reference = this.nextReference()): FileDraft {
    return commonFile(
      reference,
      this.nextInstant(),
      installations.map((installation) => () => installation),
    );
  }

  authorisationHeader(): AuthorisationHeader {
    return {
      smsoId: this.cohort.smsoId,
      authorisingPartyId: this.supplier.userId,
      authorisingPartyType: 'SUPPLIER',
      createdAt: this.nextInstant(),
    };
  }

  /** Records 1 to `records`, for a week in which nobody migrates them. */
  authorisation(records: number, header = this.authorisationHeader()): FileDraft {
    const rows = Array.from({ length: records }, (_, index) => {
      const { electricity, gas } = this.nextInstallation();
      return {
        recordNumber: index + 1,
        responsibleSupplierId: this.supplier.userId,
        mpan: electricity?.mpxn,
        mprn: gas?.mpxn,
        migrateOn: undefined,
        week: this.week + WEEK,
        priority: false,
        certificateSerialNumber: '5AFFFFFFFF',
        meterStatus: 'A' as const,
      };
    });
    return authorisationFile(header, rows);
  }

  /** Accepts records 1 to `records` of an authorisation file, without naming their meters. */
  validationResponse(records: number, header: AuthorisationHeader, comments?: string): FileDraft {
    const rows = Array.from({ length: records }, (_, index) => ({
      recordNumber: index + 1,
      mpan: undefined,
      mprn: undefined,
      result: 'ACCEPTED' as const,
      comments,
      includesDormantMeter: false,
    }));
    const response = { authorisationFileId: authorisationFileId(header), smsoId: header.smsoId, number: 1 };
    return validationResponseFile({ ...response, createdAt: this.nextInstant() }, rows);
  }
}
