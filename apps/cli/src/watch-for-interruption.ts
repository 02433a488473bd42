import { watchNpm } from './npm-parent';

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** npm passes Ctrl-C on although the terminal has sent it to us as well: that is not the user's second one. */
const SAME_REQUEST_MS = 1_500;
const NPM_POLL_MS = 1_000;

export interface Interruption {
  readonly signal: AbortSignal;
  stop(): void;
}

/**
 * Turns the first request to end into an abort signal, so that everything is stopped in order. A second one ends the
 * program at once; what it has started is then ended by the watchdog.
 *
 * @param startedByNpm the end of npm, also by SIGKILL, is then a request, too
 */
export function watchForInterruption(startedByNpm: boolean): Interruption {
  const controller = new AbortController();
  let requestedAt: number | undefined;
  const request = (): void => {
    if (requestedAt !== undefined && Date.now() - requestedAt > SAME_REQUEST_MS) process.exit(1);
    requestedAt ??= Date.now();
    controller.abort();
  };
  const hasNpmEnded = startedByNpm ? watchNpm() : (): boolean => false;
  const npmWatch = setInterval(() => {
    if (hasNpmEnded()) controller.abort();
  }, NPM_POLL_MS);
  npmWatch.unref();
  for (const name of SIGNALS) process.on(name, request);
  return {
    signal: controller.signal,
    stop: () => {
      clearInterval(npmWatch);
      for (const name of SIGNALS) process.off(name, request);
    },
  };
}
