/** Counts per day and key; a later issue about the same day replaces the earlier one. */
export class DailyTotals {
  private readonly days = new Map<string, Map<string, number>>();

  add(day: string, key: string, quantity = 1): void {
    const totals = this.days.get(day) ?? new Map<string, number>();
    this.days.set(day, totals);
    totals.set(key, (totals.get(key) ?? 0) + quantity);
  }

  /** Forgets a day, because an issue speaks of it anew. */
  restart(day: string): void {
    this.days.delete(day);
  }

  get(day: string, key: string): number {
    return this.days.get(day)?.get(key) ?? 0;
  }

  keysOf(day: string): Iterable<string> {
    return this.days.get(day)?.keys() ?? [];
  }

  knows(day: string): boolean {
    return this.days.has(day);
  }

  allDays(): string[] {
    return [...this.days.keys()].toSorted();
  }
}
