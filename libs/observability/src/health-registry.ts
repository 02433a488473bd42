import { Injectable } from '@nestjs/common';
import { redact } from './redact';

/** One thing without which this process cannot do its work. */
export interface HealthCheck {
  name: string;
  /** Rejects if it is not well; must settle by itself once the signal is aborted. */
  check(signal: AbortSignal): Promise<void>;
}

export interface HealthReport {
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
      this.checks.map(async (check) => [check.name, await outcomeOf(check)] as const),
    );
    return { ready: outcomes.every(([, outcome]) => outcome === 'ok'), checks: Object.fromEntries(outcomes) };
  }
}
