/** `LOG:  statement: …` of the simple protocol, `LOG:  execute <name>: …` of the extended one, with or without a time. */
const STATEMENT = /LOG: {2}(?:duration: ([\d.]+) ms {2})?(?:statement|execute [^:]+): (.*)/;
/** What tells the statements apart, for the profile. */
const SHOWN_CHARACTERS = 90;

export interface StatementTotal {
  readonly text: string;
  count: number;
  /** Of those that were logged with their time. */
  milliseconds: number;
}

/**
 * Counts the statements that PostgreSQL logs, of all databases with `log_statement = all` or, with their times,
 * `log_min_duration_statement = 0`.
 */
export class StatementCounter {
  count = 0;
  readonly #totals = new Map<string, StatementTotal>();
  /** A statement whose first line is empty: its text begins on a line after it. */
  #pending: StatementTotal | undefined;

  read(line: string): void {
    const found = STATEMENT.exec(line);
    if (!found) {
      if (this.#pending && line.trim() !== '') this.#add(line.replace(/^postgres:/, ''), this.#pending);
      return;
    }
    this.count += 1;
    const [, milliseconds = '0', text = ''] = found;
    const statement = { text, count: 1, milliseconds: Number(milliseconds) };
    if (text.trim() === '') this.#pending = statement;
    else this.#add(text, statement);
  }

  /** Those that took longest in all first. */
  totals(): StatementTotal[] {
    return [...this.#totals.values()].sort((a, b) => b.milliseconds - a.milliseconds);
  }

  #add(text: string, { count, milliseconds }: StatementTotal): void {
    this.#pending = undefined;
    const key = text.trim().replaceAll(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS);
    const total = this.#totals.get(key) ?? { text: key, count: 0, milliseconds: 0 };
    total.count += count;
    total.milliseconds += milliseconds;
    this.#totals.set(key, total);
  }
}
