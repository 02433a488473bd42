/** What a program asks of `scripts/watchdog.mjs`, and what it answers, over Node's IPC channel. */

/** Where a child's standard output and error go: line by line to the program, nowhere, or appended to a file. */
export type ChildOutput = 'relay' | 'discard' | { readonly file: string };

/** Somebody to start a process as; only root can. */
export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

export interface StartRequest {
  readonly kind: 'start';
  readonly id: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly user: UserIds | undefined;
  /** Written to the child's standard input, which is then closed: the place for secrets, as arguments are public. */
  readonly stdin: string | undefined;
  readonly output: ChildOutput;
  readonly stopSignal: NodeJS.Signals;
  readonly stopTimeoutMs: number;
}

export type WatchdogRequest =
  | StartRequest
  | { readonly kind: 'stop'; readonly id: number }
  | { readonly kind: 'kill'; readonly id: number }
  | { readonly kind: 'signal'; readonly id: number; readonly signal: NodeJS.Signals };

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export type WatchdogReport =
  | { readonly kind: 'started'; readonly id: number; readonly pid: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'output'; readonly id: number; readonly text: string }
  | ({ readonly kind: 'exited'; readonly id: number } & ProcessExit);
