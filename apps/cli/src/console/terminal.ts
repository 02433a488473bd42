/** What a command says: results on standard output, everything else on standard error. */
export class Terminal {
  /** @param json standard output carries one JSON object and nothing else; progress is not told */
  constructor(readonly json: boolean) {}

  get hasBars(): boolean {
    return !this.json && process.stderr.isTTY === true;
  }

  /** A result in words; nothing when the result is wanted as JSON. */
  print(text: string): void {
    if (!this.json) process.stdout.write(`${text}\n`);
  }

  /** The result for machines, once; nothing when it is wanted in words. */
  printJson(result: object): void {
    if (this.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  }

  /** How far the work is, where no progress bar shows it. */
  tell(text: string): void {
    if (!this.json) process.stderr.write(`${text}\n`);
  }

  /** Something that the user should know whatever the form of the result. */
  warn(text: string): void {
    process.stderr.write(`${text}\n`);
  }
}
