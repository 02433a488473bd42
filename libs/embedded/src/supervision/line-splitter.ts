/** Turns a stream of text pieces into lines. */
export class LineSplitter {
  private rest = '';

  constructor(private readonly log: (line: string) => void) {}

  write(text: string): void {
    const parts = (this.rest + text).split('\n');
    this.rest = parts.pop() ?? '';
    for (const line of parts) this.log(line);
  }

  /** The stream has ended: what has no line end yet is a line as well. */
  end(): void {
    if (this.rest !== '') this.log(this.rest);
    this.rest = '';
  }
}
