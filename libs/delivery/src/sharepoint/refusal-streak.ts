import { AccessDeniedError } from '../errors/access-denied.error';
import { SignInRefusedError } from '../errors/sign-in-refused.error';
import { UnavailableError } from '../errors/unavailable.error';
import { LONG_STOP_MS, type RequestGate } from './graph/request-gate';

/** So many deliveries in a row that fail in the same way are no matter of one file. */
const STREAK = 3;

/** An outage mends itself, perhaps soon; a refusal waits for somebody. */
const LONGEST_STOPS_MS = {
  'the application is refused': LONG_STOP_MS,
  'the service is not available': 2 * 60_000,
} as const;

type Cause = keyof typeof LONGEST_STOPS_MS;

function causeOf(error: unknown): Cause | undefined {
  if (error instanceof AccessDeniedError || error instanceof SignInRefusedError)
    return 'the application is refused';
  return error instanceof UnavailableError ? 'the service is not available' : undefined;
}

/** Stops the target when one delivery after the other is refused: repeated 403, a blocked application, an outage. */
export class RefusalStreak {
  private cause: Cause | undefined;
  private length = 0;

  constructor(private readonly gate: RequestGate) {}

  succeeded(): void {
    this.length = 0;
  }

  async failed(error: unknown): Promise<void> {
    const cause = causeOf(error);
    if (!cause) return;
    this.length = cause === this.cause ? this.length + 1 : 1;
    this.cause = cause;
    if (this.length < STREAK) return;
    this.length = 0;
    await this.gate.stop(`${cause}, ${STREAK} times in a row`, LONGEST_STOPS_MS[cause]);
  }
}
