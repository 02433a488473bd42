/** `LOG:  statement: …` of the simple protocol, `LOG:  execute <name>: …` of the extended one. */
const STATEMENT = /LOG: {2}(statement|execute [^:]+): (.*)/;
/** What tells the statements apart, for the profile. */
const SHOWN_CHARACTERS = 60;

/** Counts the statements that PostgreSQL logs, of all databases with `log_statement = all`. */
export class StatementCounter {
  count = 0;
  readonly byText = new Map<string, number>();

  read(line: string): void {
    const text = STATEMENT.exec(line)?.[2];
    if (text === undefined) return;
    this.count += 1;
    const beginning = text.trim().slice(0, SHOWN_CHARACTERS);
    this.byText.set(beginning, (this.byText.get(beginning) ?? 0) + 1);
  }
}
