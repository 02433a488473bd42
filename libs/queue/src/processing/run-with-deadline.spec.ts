import { JobTimeoutError } from '../outcomes/job-timeout.error';
import { runWithDeadline } from './run-with-deadline';

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('query cancelled')), { once: true });
  });

describe('runWithDeadline', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const deadline = { timeoutMs: 1000, graceMs: 100, signal: undefined };

  it('returns the value of work that ends in time', async () => {
    expect(await runWithDeadline(() => Promise.resolve(7), deadline)).toEqual({ value: 7 });
  });

  it('aborts at the timeout and tells it as the reason', async () => {
    const run = runWithDeadline(untilAborted, deadline);
    await jest.advanceTimersByTimeAsync(1000);
    expect(await run).toEqual({
      thrown: new Error('query cancelled'),
      abortReason: expect.any(JobTimeoutError) as Error,
    });
  });

  it('abandons work that ignores its signal', async () => {
    const run = runWithDeadline(() => new Promise(() => undefined), deadline);
    await jest.advanceTimersByTimeAsync(1100);
    expect(await run).toMatchObject({ abortReason: expect.any(JobTimeoutError) as Error });
  });

  it.each(['before', 'during'])('passes on an abort from outside that comes %s the work', async (when) => {
    const outer = new AbortController();
    if (when === 'before') outer.abort('shutdown');
    const run = runWithDeadline(
      (signal) => (signal.aborted ? Promise.reject(new Error('no')) : untilAborted(signal)),
      {
        ...deadline,
        signal: outer.signal,
      },
    );
    outer.abort('shutdown');
    expect(await run).toMatchObject({ abortReason: 'shutdown' });
  });

  it('leaves no timer behind', async () => {
    await runWithDeadline(() => Promise.resolve(), deadline);
    await runWithDeadline(() => Promise.reject(new Error('no')), deadline);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('keeps the value of work that finishes although it was aborted', async () => {
    const run = runWithDeadline(async (signal) => untilAborted(signal).catch(() => 'finished'), deadline);
    await jest.advanceTimersByTimeAsync(1000);
    expect(await run).toEqual({ value: 'finished' });
  });
});
