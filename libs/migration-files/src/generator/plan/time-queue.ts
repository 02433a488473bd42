import type { Instant } from '../instant';

/** Things that happen later, handed out in time order; of the same second, in the order in which they were added. */
export class TimeQueue<T> {
  private entries: { readonly at: Instant; readonly order: number; readonly item: T }[] = [];
  private added = 0;

  add(at: Instant, item: T): void {
    this.entries.push({ at, order: this.added++, item });
  }

  /** Removes and returns what happens before an instant. */
  takeBefore(instant: Instant): T[] {
    const due = this.entries.filter((entry) => entry.at < instant);
    this.entries = this.entries.filter((entry) => entry.at >= instant);
    return due.sort((a, b) => a.at - b.at || a.order - b.order).map((entry) => entry.item);
  }
}
