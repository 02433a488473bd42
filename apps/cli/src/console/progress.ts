import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal';

const LINE_INTERVAL_MS = 3_000;

/** How far one piece of work is: a bar on a terminal, else a plain line every few seconds. */
export interface Progress {
  /** `total` may grow while the work goes on. */
  update(done: number, total: number): void;
  stop(): void;
}

/** @param what in the plural, such as `files loaded` */
export function startProgress(terminal: Terminal, what: string): Progress {
  return terminal.hasBars ? new BarProgress(what) : new LineProgress(terminal, what);
}

class BarProgress implements Progress {
  readonly #bar: SingleBar;
  #isShown = false;

  constructor(what: string) {
    this.#bar = new SingleBar({
      format: `  {bar} {value} of {total} ${what}  {duration_formatted}`,
      hideCursor: true,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      stream: process.stderr,
    });
  }

  update(done: number, total: number): void {
    if (!this.#isShown) this.#bar.start(total, done);
    this.#isShown = true;
    this.#bar.setTotal(total);
    this.#bar.update(done);
  }

  stop(): void {
    if (this.#isShown) this.#bar.stop();
  }
}

class LineProgress implements Progress {
  #lastLineAt = Date.now();
  #lastLine = '';

  constructor(
    private readonly terminal: Terminal,
    private readonly what: string,
  ) {}

  update(done: number, total: number): void {
    const line = `${done} of ${total} ${this.what}`;
    const isDue = Date.now() - this.#lastLineAt >= LINE_INTERVAL_MS;
    if (!isDue || line === this.#lastLine) return;
    this.#lastLineAt = Date.now();
    this.#lastLine = line;
    this.terminal.tell(line);
  }

  stop(): void {
    // the totals that follow say the rest
  }
}
