/** Orders are by code point (fine print 33), numbers as numbers. JavaScript's `<` compares UTF-16 units. */
export type OrderKey = string | number;

export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')); // UTF-8 keeps the order of code points
}

export function compareKeys(a: OrderKey[], b: OrderKey[]): number {
  for (const [at, one] of a.entries()) {
    const other = b[at]!;
    const order = typeof one === 'number' ? one - (other as number) : compareText(one, other as string);
    if (order !== 0) return order;
  }
  return 0;
}

export function sortedBy<T>(items: Iterable<T>, key: (item: T) => OrderKey[]): T[] {
  return [...items].sort((a, b) => compareKeys(key(a), key(b)));
}

export function groupBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
