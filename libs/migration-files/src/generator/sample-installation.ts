import { deviceId, mpan, mprn } from './sample-identifiers';
import type { DeviceCombination } from './device-catalogue';
import type { Random } from './random';
import type { SampleCohort, SampleMarket, SampleSupplier } from './sample-market';

export interface SampleMeter {
  readonly mpxn: string;
  readonly supplier: SampleSupplier;
  readonly active: boolean;
}

/** Devices behind one CHF, as they are before any migration. */
export interface SampleInstallation {
  readonly number: number;
  readonly chfId: string;
  readonly cohort: SampleCohort;
  readonly groupId: string;
  readonly toBeCommissionedByDcc: boolean;
  readonly combination: DeviceCombination;
  readonly electricity: SampleMeter | undefined;
  readonly gas: SampleMeter | undefined;
}

/** Group `DA` is checked before migration; its failures never reach a Migration Common File. */
export const PRE_MIGRATION_CHECK_GROUP = 'DA';

const ELECTRICITY_ONLY_PER_MILLE = 150;
const GAS_ONLY_PER_MILLE = 15;
const SPLIT_PER_MILLE = 180;
const AFFILIATE_SPLIT_PER_MILLE = 600;
const DORMANT_METER_PER_MILLE = 80;

/** Installation `number` of the sample; it depends on the number and the seed alone. */
export function sampleInstallation(number: number, market: SampleMarket, seed: Random): SampleInstallation {
  const random = seed.fork('installation', number);
  const cohort = random.pickWeighted(market.cohorts);
  const gasOnly = random.chance(GAS_ONLY_PER_MILLE);
  const electricityOnly = !gasOnly && random.chance(ELECTRICITY_ONLY_PER_MILLE);
  const supplier = random.pickWeighted(market.suppliers);
  const gasSupplier = random.chance(SPLIT_PER_MILLE) ? otherSupplier(supplier, market, random) : supplier;
  const distributorId = random.pick(market.dnos.flatMap((dno) => dno.distributorIds));
  return {
    number,
    chfId: deviceId(number, 0),
    cohort,
    groupId: random.pickWeighted(cohort.groups).id,
    toBeCommissionedByDcc: random.chance(750),
    combination: random.pickWeighted(cohort.combinations),
    electricity: gasOnly
      ? undefined
      : {
          mpxn: mpan(distributorId, 1_000_000_000 + number),
          supplier,
          active: !random.chance(DORMANT_METER_PER_MILLE),
        },
    gas: electricityOnly
      ? undefined
      : {
          mpxn: mprn(10_000_000 + number),
          supplier: gasSupplier,
          active: !random.chance(DORMANT_METER_PER_MILLE),
        },
  };
}

/** Another User ID: an affiliate more often than chance would have it, and sometimes the same party's second one. */
function otherSupplier(supplier: SampleSupplier, market: SampleMarket, random: Random): SampleSupplier {
  const others = market.suppliers.filter((other) => other.userId !== supplier.userId);
  const affiliates = others.filter(
    (other) => supplier.affiliateGroup !== undefined && other.affiliateGroup === supplier.affiliateGroup,
  );
  if (affiliates.length > 0 && random.chance(AFFILIATE_SPLIT_PER_MILLE)) return random.pick(affiliates);
  return random.pickWeighted(others);
}
