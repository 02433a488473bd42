import { JobTimeoutError } from '../outcomes/job-timeout.error';

export interface Deadline {
  timeoutMs: number;
  /** How long work may go on after its signal was aborted, before it is abandoned. */
  graceMs: number;
  /** Aborts from outside (shutdown, lost lock). */
  signal: AbortSignal | undefined;
}

/**
 * Runs work under a signal that is aborted by the deadline or from outside. Work that ignores the signal is abandoned
 * after the grace time, so that it cannot hold its worker for ever; what it still does afterwards meets conditional
 * updates that no longer match.
 */
export async function runWithDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  deadline: Deadline,
): Promise<{ value: T } | { thrown: unknown; abortReason: unknown }> {
  const controller = new AbortController();
  const { signal: outer } = deadline;
  const forward = () => controller.abort(outer?.reason);
  const timers: NodeJS.Timeout[] = [];
  const abandoned = new Promise<never>((_resolve, reject) => {
    const abandonLater = () =>
      timers.push(setTimeout(() => reject(new Error('abandoned: it ignores its signal')), deadline.graceMs));
    controller.signal.addEventListener('abort', abandonLater, { once: true });
  });
  timers.push(
    setTimeout(() => controller.abort(new JobTimeoutError(deadline.timeoutMs)), deadline.timeoutMs),
  );
  if (outer?.aborted) forward();
  else outer?.addEventListener('abort', forward, { once: true });
  try {
    return { value: await Promise.race([work(controller.signal), abandoned]) };
  } catch (thrown) {
    return { thrown, abortReason: controller.signal.reason };
  } finally {
    timers.forEach((timer) => clearTimeout(timer));
    outer?.removeEventListener('abort', forward);
  }
}
