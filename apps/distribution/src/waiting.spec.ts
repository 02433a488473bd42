import { FileLockedError, ThrottledError, UnavailableError, UploadInProgressError } from '@app/delivery';
import { givenUp, hasWaitedEnough, waitMsAfter } from './waiting';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const locked = new FileLockedError('A/b.csv');
const after = (times: Record<string, number>, since = 0) => ({ since, times });

describe('waiting for a destination', () => {
  it.each([
    [0, 15 * SECOND],
    [1, 30 * SECOND],
    [2, MINUTE],
    [5, 8 * MINUTE],
    [6, 15 * MINUTE],
    [90, 15 * MINUTE],
  ])('after %d waits for a locked file takes up to %d ms, and at least half of that', (times, most) => {
    const waitMs = waitMsAfter(locked, after({ [locked.code]: times })) ?? 0;
    expect(waitMs).toBeGreaterThanOrEqual(most / 2);
    expect(waitMs).toBeLessThanOrEqual(most);
  });

  it('begins anew for another reason', () => {
    const waitMs = waitMsAfter(new UploadInProgressError('A/b.csv'), after({ [locked.code]: 9 }));
    expect(waitMs).toBeLessThanOrEqual(15 * SECOND);
  });

  it('outlasts an upload session without an owner before its waits are longest', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7].map((times) =>
      waitMsAfter(locked, after({ [locked.code]: times })),
    );
    expect(waits.reduce<number>((sum, ms) => sum + (ms ?? 0), 0)).toBeGreaterThan(15 * MINUTE);
  });

  it('takes the time that the destination names', () => {
    expect(waitMsAfter(new ThrottledError(2128), undefined)).toBe(2128);
  });

  it('is no matter of attempts, and attempts are no matter of waiting', () => {
    expect(waitMsAfter(new UnavailableError('down'), undefined)).toBeUndefined();
  });

  it('ends after a day with what to do', () => {
    const day = 24 * 60 * MINUTE;
    expect(hasWaitedEnough(undefined, day)).toBe(false);
    expect(hasWaitedEnough(after({}, 1), day)).toBe(false);
    expect(hasWaitedEnough(after({}, 0), day)).toBe(true);
    expect(givenUp(locked, after({}, 0))).toMatchObject({
      code: 'DELIVERY.FILE_LOCKED',
      message: expect.stringMatching(/24 hours of waiting, since 1970.*requeue/) as string,
    });
  });
});
