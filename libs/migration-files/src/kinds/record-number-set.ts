/** Numbers of one page; a page of bits takes 512 bytes. */
const PAGE = 4_096;

/**
 * The record numbers of one file, a bit each. They run from 1 in an honest file and so take next to nothing; a hostile one
 * can scatter them, but has at most 244,141 pages (125 MB), where a `Set` fails at its 16 millionth number.
 */
export class RecordNumberSet {
  private readonly pages = new Map<number, Uint32Array>();

  /**
   * @param recordNumber from 1 to 999999999
   * @returns false if the set has it already
   */
  add(recordNumber: number): boolean {
    const pageNumber = Math.floor(recordNumber / PAGE);
    let page = this.pages.get(pageNumber);
    if (page === undefined) {
      page = new Uint32Array(PAGE / 32);
      this.pages.set(pageNumber, page);
    }
    const at = (recordNumber % PAGE) >> 5;
    const bit = 1 << (recordNumber & 31);
    const word = page[at] ?? 0;
    if ((word & bit) !== 0) return false;
    page[at] = word | bit;
    return true;
  }
}
