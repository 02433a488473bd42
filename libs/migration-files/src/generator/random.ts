/**
 * Seeded pseudo-random numbers (sfc32) for sample data. Only 32-bit integer arithmetic is used, so that a seed gives
 * the same files on every machine; `Math.random`, logarithms and the like would not.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(private readonly label: string) {
    [this.a, this.b, this.c] = hash(label);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** A stream of its own: what is drawn from one fork never shifts what is drawn from another. */
  fork(...labels: (string | number)[]): Random {
    return new Random(`${this.label}/${labels.join('/')}`);
  }

  /** 32 random bits. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number between the two, both included. */
  integer(lowest: number, highest: number): number {
    return lowest + Math.floor((this.next() / 2 ** 32) * (highest - lowest + 1));
  }

  /** True in so many of a thousand cases. */
  chance(perMille: number): boolean {
    return this.integer(0, 999) < perMille;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError('Cannot pick from an empty list');
    return item;
  }

  pickWeighted<T extends { readonly weight: number }>(items: readonly T[]): T {
    let rest = this.integer(
      1,
      items.reduce((sum, item) => sum + item.weight, 0),
    );
    for (const item of items) {
      rest -= item.weight;
      if (rest <= 0) return item;
    }
    throw new RangeError('Cannot pick from an empty list');
  }
}

/** Three 32-bit words out of a text (FNV-1a with a different start for each word). */
function hash(text: string): [number, number, number] {
  const words: [number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    words[0] = Math.imul(words[0] ^ code, 0x01000193);
    words[1] = Math.imul(words[1] ^ code, 0x5bd1e995);
    words[2] = Math.imul(words[2] ^ code, 0xc2b2ae35);
  }
  return words;
}
