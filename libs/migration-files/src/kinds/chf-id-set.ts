/**
 * The CHF IDs of one file, kept as numbers: about 20 bytes each where ids share their first half (as ids of one
 * manufacturer do), against 70 for strings that moreover keep the text of their chunk alive. One set holds 16 million
 * ids with the same first half; an installation file of the whole country has 7 million.
 */
export class ChfIdSet {
  private readonly byFirstHalf = new Map<number, Set<number>>();

  /**
   * @param chfId in its stored form, 8 octets joined by `-`
   * @returns false if the set has it already
   */
  add(chfId: string): boolean {
    const firstHalf = fourOctets(chfId, 0);
    const secondHalf = fourOctets(chfId, 12);
    let known = this.byFirstHalf.get(firstHalf);
    if (known === undefined) {
      known = new Set();
      this.byFirstHalf.set(firstHalf, known);
    }
    if (known.has(secondHalf)) return false;
    known.add(secondHalf);
    return true;
  }
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
