const CHECK_DIGITS = 2;

/** An MPRN: 1 to 13 digits. The check digits are judged by {@link hasValidMprnCheckDigits}. */
export function isMprn(text: string): boolean {
  return /^[0-9]{1,13}$/.test(text);
}

/**
 * The industry's check: the last two digits are the weighted sum of the digits before them modulo 11, the weight of
 * a digit being its distance from the check digits (1 for the last digit before them). An MPRN of one or two digits
 * has nothing to check and fails. A wrong check is a warning only, never a reason to refuse a record.
 */
export function hasValidMprnCheckDigits(mprn: string): boolean {
  const length = mprn.length - CHECK_DIGITS;
  if (length < 1) return false;
  let sum = 0;
  for (let at = 0; at < length; at += 1) sum += Number(mprn[at]) * (length - at);
  return sum % 11 === Number(mprn.slice(length));
}
