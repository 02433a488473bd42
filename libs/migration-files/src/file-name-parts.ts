import { isMonday, normaliseEui64, normaliseSmsoId, parseCompactDate, parseCompactInstant } from '@app/mrr';

/**
 * The parts of a file name between `_`, taken one after the other. A part that does not fit gives a placeholder;
 * {@link NameParts.areAllRead} then says that the name as a whole does not fit.
 */
export class NameParts {
  private readonly parts: readonly string[];
  private next = 0;
  private misfit = false;

  constructor(text: string) {
    this.parts = text.split('_');
  }

  /** Whether every part fitted and none is left over. */
  areAllRead(): boolean {
    return !this.misfit && this.next === this.parts.length;
  }

  eui64(): string {
    return this.fitting(normaliseEui64(this.take()), '');
  }

  smsoId(): string {
    return this.fitting(normaliseSmsoId(this.take()), '');
  }

  partySignifier(): string {
    return this.matching(/^[A-Z0-9]{6}$/);
  }

  groupId(): string {
    return this.matching(/^[A-Z]{2}$/);
  }

  /** Exactly `digits` digits, not all zero. */
  counter(digits = 6): number {
    const part = this.take();
    const value = part.length === digits && /^[0-9]+$/.test(part) ? Number(part) : 0;
    return this.fitting(value === 0 ? null : value, 0);
  }

  /** Two parts, `<YYYYMMDD>_<hhmmss>`. */
  instant(): string {
    return this.fitting(parseCompactInstant(`${this.take()}T${this.take()}`), '');
  }

  monday(): string {
    const date = parseCompactDate(this.take());
    return this.fitting(date !== null && isMonday(date) ? date : null, '');
  }

  private matching(pattern: RegExp): string {
    const part = this.take();
    return this.fitting(pattern.test(part) ? part : null, '');
  }

  private take(): string {
    const part = this.parts[this.next] ?? '';
    this.next += 1;
    return part;
  }

  private fitting<T>(value: T | null, placeholder: T): T {
    if (value !== null) return value;
    this.misfit = true;
    return placeholder;
  }
}
