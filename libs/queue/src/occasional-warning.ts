import type { Logger } from '@nestjs/common';
import { errorCode } from './outcomes/error-code';

const QUIET_MS = 30_000;

/** While Redis is away every connection complains every second; one line per source and half minute says the same. */
export class OccasionalWarning {
  private readonly lastTold = new Map<string, number>();

  constructor(private readonly logger: Logger) {}

  warn(source: string, error: Error): void {
    const key = `${source}: ${errorCode(error)}`;
    if (Date.now() - (this.lastTold.get(key) ?? 0) < QUIET_MS) return;
    this.lastTold.set(key, Date.now());
    this.logger.warn(key, { reason: error.message });
  }
}
