import { Injectable } from '@nestjs/common';
import { redact } from './redact';

/** One thing that this process works with. */
export interface HealthCheck {
  name: string;
  /** `helpful`: without it the process still does what it is asked, so it is told and does not make it unready. */
  need: 'essential' | 'helpful';
  /** Rejects if it is not well; must settle by itself once the signal is aborted. */
  check(signal: AbortSignal): Promise<void>;
}

export interface HealthReport {
  /** All that is essential is well. */
  ready: boolean;
  /** Per check `ok`, or what is wrong. */
  checks: Record<string, string>;
}

const CHECK_TIMEOUT_MS = 3_000;

async function outcomeOf(check: HealthCheck): Promise<string> {
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
  const timedOut = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer in ${CHECK_TIMEOUT_MS / 1000} s`)));
  });
  try {
    await Promise.race([check.check(signal), timedOut]);
    return 'ok';
  } catch (error) {
    return redact(error instanceof Error ? error.message || error.name : String(error));
  }
}

/** The checks behind `/health/ready`; modules add theirs while they start. */
@Injectable()
export class HealthRegistry {
  private readonly checks: HealthCheck[] = [];

  add(check: HealthCheck): void {
    this.checks.push(check);
  }

  async report(): Promise<HealthReport> {
    const outcomes = await Promise.all(
      this.checks.map(async (check) => ({ ...check, outcome: await outcomeOf(check) })),
    );
    return {
      ready: outcomes.every(({ need, outcome }) => need === 'helpful' || outcome === 'ok'),
      checks: Object.fromEntries(outcomes.map(({ name, outcome }) => [name, outcome])),
    };
  }
}
