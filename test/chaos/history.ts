import { appendFileSync, writeFileSync } from 'node:fs';

export interface HistoryEvent {
  /** Milliseconds since the run began. */
  readonly at: number;
  readonly kind: string;
  readonly target: string;
  readonly detail: string;
}

/** What happened in a run, kept in a file as it happens: one JSON object a line. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #startedAt = performance.now();

  constructor(readonly file: string) {
    writeFileSync(file, '');
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  tell(kind: string, target = '', detail = ''): void {
    const event = { at: Math.round(this.elapsedMs), kind, target, detail };
    this.events.push(event);
    appendFileSync(this.file, `${JSON.stringify(event)}\n`);
  }
}

export function eventText({ at, kind, target, detail }: HistoryEvent): string {
  return `${(at / 1000).toFixed(2).padStart(7)} s  ${[kind, target, detail].filter((text) => text !== '').join('  ')}`;
}
