const CANONICAL = /^[0-9A-F]{2}(?:-[0-9A-F]{2}){7}$/;
const HYPHENATED = /^[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){7}$/;
const PLAIN = /^[0-9A-Fa-f]{16}$/;

/**
 * Reads an EUI-64 (User ID, Party ID, Device ID, CHF ID) in any of the accepted forms: hyphenated octets or 16 bare
 * digits, in either case.
 *
 * @returns the stored form, 8 upper-case octets joined by `-` (23 characters), or null for anything else; a mixture
 * such as `70B3-D51F-…` is no accepted form.
 */
export function normaliseEui64(text: string): string | null {
  if (CANONICAL.test(text)) return text;
  if (HYPHENATED.test(text)) return text.toUpperCase();
  if (!PLAIN.test(text)) return null;
  const digits = text.toUpperCase();
  const octets: string[] = [];
  for (let at = 0; at < digits.length; at += 2) octets.push(digits.slice(at, at + 2));
  return octets.join('-');
}
