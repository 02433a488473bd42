import { AccessDeniedError } from '../errors/access-denied.error';
import { FileLockedError } from '../errors/file-locked.error';
import { RejectedError } from '../errors/rejected.error';
import { SignInRefusedError } from '../errors/sign-in-refused.error';
import { ThrottledError } from '../errors/throttled.error';
import { UnavailableError } from '../errors/unavailable.error';
import type { Clock } from './clock';
import { describeAnswer, type GraphAnswer } from './graph/graph-answer';
import { LONG_STOP_MS, type RequestGate } from './graph/request-gate';
import { retryAfterMs } from './limits/retry-after';
import { verdictOf } from './graph/verdict';

const DEFAULT_THROTTLE_MS = 30_000;

/** Turns answers that end a delivery into the port's errors. */
export class Refusals {
  constructor(
    private readonly gate: RequestGate,
    private readonly clock: Clock,
  ) {}

  /**
   * Never returns. What the caller can do something about, it handles before.
   * @param location for people: what was to be read or written
   */
  async refuse(answer: GraphAnswer, location: string): Promise<never> {
    const what = `${location}: ${describeAnswer(answer)}`;
    const verdict = verdictOf(answer);
    switch (verdict) {
      case 'denied':
        throw new AccessDeniedError(location, { cause: answer });
      case 'unauthorised':
        throw new SignInRefusedError(what);
      case 'locked':
        throw new FileLockedError(location);
      case 'full':
        throw await this.gate.stop('the library is full (507)', LONG_STOP_MS, answer);
      case 'throttled':
        throw new ThrottledError(this.askedMs(answer));
      case 'done':
      case 'unclear':
      case 'taken':
      case 'misplaced':
        throw new UnavailableError(what);
      case 'missing':
      case 'too large':
      case 'rejected':
        throw new RejectedError(what);
    }
  }

  private askedMs(answer: GraphAnswer): number {
    const header = answer.kind === 'answer' ? answer.headers.get('retry-after') : undefined;
    return retryAfterMs(header, this.clock.now()) ?? DEFAULT_THROTTLE_MS;
  }
}
