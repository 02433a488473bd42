import { COMBINATIONS_BY_COHORT, type DeviceCombination } from './device-catalogue';
import type { CsvStyle } from './files/csv-content';
import { partyId } from './sample-identifiers';

/** One User ID of a supplier party. */
export interface SampleSupplier {
  readonly userId: string;
  readonly signifier: string;
  readonly name: string;
  readonly affiliateGroup: string | undefined;
  /** Share of the installations. */
  readonly weight: number;
  /** Missing from the first Organisations file: its rows wait for the second (R10). */
  readonly joinsLate: boolean;
  readonly csvStyle: CsvStyle;
}

export interface SampleDno {
  readonly userId: string;
  readonly signifier: string;
  readonly name: string;
  readonly distributorIds: readonly string[];
}

/** SMETS1 installations that one SMSO operates, with the parties that migrate them. */
export interface SampleCohort {
  readonly weight: number;
  readonly smsoId: string;
  readonly smsoName: string;
  readonly smsoUserId: string;
  readonly requestingPartyId: string;
  readonly s1spId: string;
  readonly commissioningPartyId: string;
  readonly groups: readonly { readonly id: string; readonly weight: number }[];
  readonly combinations: readonly DeviceCombination[];
}

/** Everybody who takes part, made from the options alone. */
export interface SampleMarket {
  readonly suppliers: readonly SampleSupplier[];
  readonly dnos: readonly SampleDno[];
  readonly cohorts: readonly SampleCohort[];
  readonly dccUserId: string;
}

const SUPPLIER_NAMES = [
  'Albion Energy',
  'Brook, Vale & Co.',
  'Cygnet Power',
  'Cygnet Gas',
  'Dunmore Énergie',
  'Estuary Electric: "Bright"',
  'Fernhill Supply',
  'Greenlane Co-operative',
  'Harbour Utilities',
  'Ironbridge Energy',
];
const DNO_NAMES = [
  'Eastfield Networks',
  'Northmoor Grid',
  'Southdown Networks',
  'Westlea Power',
  'Midvale Grid',
];
const DISTRIBUTOR_IDS = Array.from({ length: 20 }, (_, index) => String(10 + index));

/** A market has at least four suppliers: one with two User IDs, two affiliates, and one that joins late. */
export const FEWEST_SUPPLIERS = 4;

export function sampleMarket(supplierParties: number, dnoParties: number): SampleMarket {
  if (!Number.isInteger(supplierParties) || supplierParties < FEWEST_SUPPLIERS || supplierParties > 500) {
    throw new RangeError(`The sample needs ${FEWEST_SUPPLIERS} to 500 suppliers`);
  }
  if (!Number.isInteger(dnoParties) || dnoParties < 1 || dnoParties > DISTRIBUTOR_IDS.length) {
    throw new RangeError(`The sample needs 1 to ${DISTRIBUTOR_IDS.length} DNOs`);
  }
  return {
    suppliers: suppliers(supplierParties),
    dnos: Array.from({ length: dnoParties }, (_, index) => ({
      userId: partyId('dno', index + 1),
      signifier: `DNO${String(index + 1).padStart(3, '0')}`,
      name: DNO_NAMES[index] ?? `Network ${index + 1}`,
      distributorIds: DISTRIBUTOR_IDS.filter((_id, place) => place % dnoParties === index),
    })),
    cohorts: cohorts(),
    dccUserId: partyId('dcc', 1),
  };
}

function suppliers(parties: number): SampleSupplier[] {
  const rows: SampleSupplier[] = [];
  for (let party = 0; party < parties; party++) {
    const userIds = party === 1 ? 2 : 1;
    for (let user = 0; user < userIds; user++) {
      rows.push({
        userId: partyId('supplier', rows.length + 1),
        signifier: `SUP${String(party + 1).padStart(3, '0')}`,
        name: SUPPLIER_NAMES[party] ?? `Supplier ${party + 1}`,
        affiliateGroup: party === 2 || party === 3 ? 'Cygnet' : undefined,
        weight: Math.max(2, 12 - party) - (user === 0 ? 0 : 4),
        joinsLate: parties > FEWEST_SUPPLIERS && party === parties - 1,
        csvStyle: { lineEnding: party % 3 === 1 ? 'CRLF' : 'LF', byteOrderMark: party % 5 === 4 },
      });
    }
  }
  return rows;
}

function cohorts(): SampleCohort[] {
  const [first = [], second = [], third = []] = COMBINATIONS_BY_COHORT;
  const cohort = (ordinal: number, smsoId: string, smsoName: string) => ({
    smsoId,
    smsoName,
    smsoUserId: partyId('smso', ordinal),
    requestingPartyId: partyId('requesting-party', ordinal),
    s1spId: partyId('s1sp', ordinal),
    commissioningPartyId: partyId('commissioning-party', 1 + (ordinal % 2)),
  });
  return [
    {
      ...cohort(1, 'CGI', 'Operator One'),
      weight: 5,
      groups: [
        { id: 'AA', weight: 3 },
        { id: 'BA', weight: 2 },
      ],
      combinations: first,
    },
    {
      ...cohort(2, 'SEC', 'Operator Two'),
      weight: 3,
      groups: [{ id: 'CA', weight: 1 }],
      combinations: second,
    },
    {
      ...cohort(3, 'TRL', 'Operator Three'),
      weight: 2,
      groups: [
        { id: 'DA', weight: 2 },
        { id: 'EA', weight: 1 },
      ],
      combinations: third,
    },
  ];
}
