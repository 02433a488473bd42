/** The weights of digits 1 to 12: consecutive primes from 3; 11 is left out because the sum is taken modulo 11. */
const WEIGHTS = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43];

/** An MPAN core: exactly 13 digits. The check digit is judged by {@link hasValidMpanCheckDigit}. */
export function isMpan(text: string): boolean {
  return /^[0-9]{13}$/.test(text);
}

/**
 * The industry's check: the weighted sum of the first 12 digits, modulo 11, modulo 10, is the 13th digit.
 * A wrong one is a warning only, never a reason to refuse a record.
 */
export function hasValidMpanCheckDigit(mpan: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(mpan[at]), 0);
  return (sum % 11) % 10 === Number(mpan[12]);
}

/** Digits 1 and 2 of the MPAN: the distributor whose network the meter point is on. */
export function distributorIdOf(mpan: string): string {
  return mpan.slice(0, 2);
}
