import { organisationsFile, type OrganisationRow } from '../files/master-data-files';
import type { Instant } from '../instant';
import type { SampleMarket } from '../sample-market';
import type { FileSchedule } from './file-schedule';

/**
 * Two snapshots: the first before everything else, without the supplier that joins late; the second complete, with
 * a folder of its own for one party.
 */
export function planOrganisations(
  market: SampleMarket,
  schedule: FileSchedule,
  first: Instant,
  second: Instant,
): void {
  schedule.add(organisationsFile(first, organisationRows(market, false)));
  schedule.add(organisationsFile(second, organisationRows(market, true)));
}

export function organisationRows(market: SampleMarket, complete: boolean): OrganisationRow[] {
  const suppliers = market.suppliers
    .filter((supplier) => complete || !supplier.joinsLate)
    .map((supplier): OrganisationRow => ({
      signifier: supplier.signifier,
      name: supplier.name,
      role: 'SUPPLIER',
      userId: supplier.userId,
      affiliateGroup: supplier.affiliateGroup,
      sharePointFolder: complete && supplier.signifier === 'SUP003' ? 'Cygnet Power (reports)' : undefined,
    }));
  const dnos = market.dnos.map((dno): OrganisationRow => ({
    signifier: dno.signifier,
    name: dno.name,
    role: 'DNO',
    userId: dno.userId,
    distributorIds: dno.distributorIds,
  }));
  return [...suppliers, ...dnos, ...serviceRows(market)];
}

function serviceRows(market: SampleMarket): OrganisationRow[] {
  const commissioningParties = [...new Set(market.cohorts.map((cohort) => cohort.commissioningPartyId))];
  return [
    { signifier: 'DCC001', name: 'Data Communications Company', role: 'DCC', userId: market.dccUserId },
    ...market.cohorts.flatMap((cohort, index): OrganisationRow[] => [
      {
        signifier: `SMS00${index + 1}`,
        name: cohort.smsoName,
        role: 'SMSO',
        userId: cohort.smsoUserId,
        smsoId: cohort.smsoId,
      },
      {
        signifier: 'SVC001',
        name: 'Migration Services',
        role: 'REQUESTING_PARTY',
        userId: cohort.requestingPartyId,
      },
      { signifier: 'SVC002', name: 'S1 Service Provider', role: 'S1SP', userId: cohort.s1spId },
    ]),
    ...commissioningParties.map((userId): OrganisationRow => ({
      signifier: 'SVC003',
      name: 'Commissioning Services',
      role: 'COMMISSIONING_PARTY',
      userId,
    })),
  ];
}
