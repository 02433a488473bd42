/**
 * The CHF or User IDs of one file, kept as numbers: about 20 bytes each where ids share their first half (as ids of one
 * manufacturer do), against 70 for strings that moreover keep the text of their chunk alive. An installation file of the
 * whole country has 7 million; a hostile one of 2 GiB has 35 million, more than one `Set` can hold (16 million), so they
 * are spread by their first half and the top of their second.
 */
export class Eui64Set {
  private readonly byStart = new Map<number, Set<number>>();

  /**
   * @param id in its stored form, 8 octets joined by `-`
   * @returns false if the set has it already
   */
  add(id: string): boolean {
    const firstHalf = fourOctets(id, 0);
    const secondHalf = fourOctets(id, 12);
    const start = startOf(firstHalf, secondHalf);
    let known = this.byStart.get(start);
    if (known === undefined) {
      known = new Set();
      this.byStart.set(start, known);
    }
    if (known.has(secondHalf)) return false;
    known.add(secondHalf);
    return true;
  }

  has(id: string): boolean {
    const secondHalf = fourOctets(id, 12);
    return this.byStart.get(startOf(fourOctets(id, 0), secondHalf))?.has(secondHalf) ?? false;
  }
}

function startOf(firstHalf: number, secondHalf: number): number {
  return firstHalf * 512 + (secondHalf >>> 23);
}

/** As a signed number: those up to 32 bits take no room beside their slot. */
function fourOctets(id: string, start: number): number {
  let value = 0;
  for (let at = start; at < start + 11; at += 3) {
    value = (value << 8) | (nibble(id.charCodeAt(at)) << 4) | nibble(id.charCodeAt(at + 1));
  }
  return value;
}

function nibble(code: number): number {
  return code <= 57 ? code - 48 : code - 55;
}
