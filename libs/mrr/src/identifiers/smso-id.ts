/**
 * Reads an SMSO id: 3 letters or digits, compared case-insensitively.
 *
 * @returns the stored form in upper case, or null if it is no SMSO id.
 */
export function normaliseSmsoId(text: string): string | null {
  return /^[A-Za-z0-9]{3}$/.test(text) ? text.toUpperCase() : null;
}
