/** EUI-64 ids by role, in the block 70-B3-D5-1F-30-00 for parties and 90-B3-D5-1F for devices. */
const PARTY_PREFIX = '70-B3-D5-1F-30-00';
const DEVICE_PREFIX = '90-B3-D5-1F';

export type PartyBlock =
  'supplier' | 'dno' | 'dcc' | 's1sp' | 'requesting-party' | 'commissioning-party' | 'smso';

const BLOCK_OCTET: Record<PartyBlock, number> = {
  dcc: 0x00,
  supplier: 0xa0,
  dno: 0xb0,
  s1sp: 0xc0,
  'requesting-party': 0xd0,
  'commissioning-party': 0xe0,
  smso: 0xf0,
};

/** The n-th id (from 1, at most 3,839 a block) of a role, e.g. `70-B3-D5-1F-30-00-A0-01`. */
export function partyId(block: PartyBlock, ordinal: number): string {
  return `${PARTY_PREFIX}-${octets((BLOCK_OCTET[block] << 8) + ordinal, 2)}`;
}

/** Device `place` (0 to 7) of an installation; place 0 is the CHF, whose id is the installation's id. */
export function deviceId(installation: number, place: number): string {
  return `${DEVICE_PREFIX}-${octets(installation * 8 + place, 4)}`;
}

/** A 13-digit MPAN: two-digit distributor id, ten digits, and the check digit (primes, modulo 11, modulo 10). */
export function mpan(distributorId: string, number: number): string {
  const digits = `${distributorId}${String(number).padStart(10, '0')}`;
  const weights = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43];
  return `${digits}${(weightedSum(digits, weights) % 11) % 10}`;
}

/** A 10-digit MPRN: eight digits and two check digits (weights 8 to 1, modulo 11). */
export function mprn(number: number): string {
  const digits = String(number).padStart(8, '0');
  return `${digits}${String(weightedSum(digits, [8, 7, 6, 5, 4, 3, 2, 1]) % 11).padStart(2, '0')}`;
}

/** Counters stand in file names with six digits. */
export function sixDigits(counter: number): string {
  return String(counter).padStart(6, '0');
}

function octets(value: number, count: number): string {
  const hex = value
    .toString(16)
    .toUpperCase()
    .padStart(count * 2, '0');
  return (hex.match(/../g) ?? []).join('-');
}

function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);
}
