import type { CsvStyle } from '../files/csv-content';
import { PLAIN_CSV } from '../files/csv-content';
import type { Random } from '../random';
import type { SampleInstallation, SampleMeter } from '../sample-installation';

/** The wish of one party to have meters of one installation migrated: one record of its next authorisation file. */
export interface AuthorisationRequest {
  readonly installation: SampleInstallation;
  readonly submitterId: string;
  readonly submitterType: 'SUPPLIER' | 'DCC';
  readonly csvStyle: CsvStyle;
  readonly responsibleSupplierId: string;
  readonly meterStatus: 'A' | 'D';
  readonly electricity: boolean;
  readonly gas: boolean;
}

const ONE_AUTHORISATION_OF_AFFILIATES_PER_MILLE = 600;

/** Suppliers authorise their active meters, the DCC the dormant ones; meters of one supplier go into one record. */
export function authorisationRequests(
  installation: SampleInstallation,
  dccUserId: string,
  random: Random,
): AuthorisationRequest[] {
  const { electricity, gas } = installation;
  const request = (
    meter: SampleMeter,
    covers: { electricity: boolean; gas: boolean },
  ): AuthorisationRequest => ({
    installation,
    submitterId: meter.active ? meter.supplier.userId : dccUserId,
    submitterType: meter.active ? 'SUPPLIER' : 'DCC',
    csvStyle: meter.active ? meter.supplier.csvStyle : PLAIN_CSV,
    responsibleSupplierId: meter.supplier.userId,
    meterStatus: meter.active ? 'A' : 'D',
    ...covers,
  });
  if (electricity && gas && electricity.active === gas.active) {
    if (electricity.supplier.userId === gas.supplier.userId) {
      return [request(electricity, { electricity: true, gas: true })];
    }
    if (electricity.active && areAffiliates(electricity, gas)) {
      const submitsBoth = random.chance(ONE_AUTHORISATION_OF_AFFILIATES_PER_MILLE);
      if (submitsBoth) return [request(random.pick([electricity, gas]), { electricity: true, gas: true })];
    }
  }
  return [
    ...(electricity ? [request(electricity, { electricity: true, gas: false })] : []),
    ...(gas ? [request(gas, { electricity: false, gas: true })] : []),
  ];
}

function areAffiliates(one: SampleMeter, other: SampleMeter): boolean {
  const group = one.supplier.affiliateGroup;
  return group !== undefined && group === other.supplier.affiliateGroup;
}
