import { errorCode } from './error-code';
import { LOCK_LOST, outcomeOfError, SHUTDOWN } from './job-outcome';
import { JobTimeoutError } from './job-timeout.error';
import { PermanentError } from './permanent.error';
import { RetryLaterError } from './retry-later.error';
import { SkippedOutcome } from './skipped.outcome';

const anything = new Error('anything');

describe('outcomeOfError', () => {
  it.each([true, false])('lets the handler speak first, with attempts left: %s', (attemptsLeft) => {
    expect(outcomeOfError(new SkippedOutcome('no row'), SHUTDOWN, attemptsLeft).kind).toBe('skipped');
    expect(outcomeOfError(new PermanentError('X', 'x'), SHUTDOWN, attemptsLeft).kind).toBe('failed');
    expect(outcomeOfError(new RetryLaterError(5, 'X'), undefined, attemptsLeft)).toMatchObject({
      kind: 'later',
      delayMs: 5,
    });
  });

  it.each([SHUTDOWN, LOCK_LOST])('hands back what was aborted by %s, even in the last attempt', (reason) => {
    expect(outcomeOfError(anything, reason, false)).toEqual({ kind: 'handed-back', reason });
  });

  it('tells a timeout as itself and not as what the aborted handler threw', () => {
    const timeout = new JobTimeoutError(1000);
    expect(outcomeOfError(anything, timeout, true)).toEqual({ kind: 'retry', error: timeout });
  });

  it('retries anything else until the attempts are used up', () => {
    expect(outcomeOfError(anything, undefined, true)).toEqual({ kind: 'retry', error: anything });
    expect(outcomeOfError('a string', undefined, false)).toEqual({
      kind: 'failed',
      error: new Error('a string'),
    });
  });
});

describe('errorCode', () => {
  it.each([
    [new PermanentError('DELIVERY.CONTENT_CONFLICT', 'x'), 'DELIVERY.CONTENT_CONFLICT'],
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [Object.assign(new Error('x'), { code: '23505' }), '23505'],
    [Object.assign(new Error('x'), { code: 'a sentence' }), 'Error'],
    [new TypeError('x'), 'TypeError'],
    [undefined, 'UNKNOWN'],
  ])('of %p is %s', (error, code) => {
    expect(errorCode(error)).toBe(code);
  });
});
