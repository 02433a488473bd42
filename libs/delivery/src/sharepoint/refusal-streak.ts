import { AccessDeniedError } from '../errors/access-denied.error';
import { SignInRefusedError } from '../errors/sign-in-refused.error';
import { UnavailableError } from '../errors/unavailable.error';
import { LONG_STOP_MS, type RequestGate } from './graph/request-gate';

/** Deliveries to so many folders in a row that fail in the same way are no matter of one file or one Party. */
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
  private readonly folders = new Set<string>();

  constructor(private readonly gate: RequestGate) {}

  succeeded(): void {
    this.folders.clear();
  }

  async failed(error: unknown, folder: string): Promise<void> {
    const cause = causeOf(error);
    if (!cause) return;
    if (cause !== this.cause) this.folders.clear();
    this.cause = cause;
    this.folders.add(folder);
    if (this.folders.size < STREAK) return;
    this.folders.clear();
    await this.gate.stop(`${cause} for ${STREAK} folders in a row`, LONGEST_STOPS_MS[cause]);
  }
}
