import { z } from 'zod';

const MILLISECONDS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration such as `250ms`, `30s`, `15m`, `6h`, `7d`; parsed to milliseconds. A bare number is refused: its unit would be a guess. */
export const duration = () =>
  z
    .string()
    .regex(/^\d{1,9}(ms|s|m|h|d)$/)
    .transform((text) => {
      const unit = text.replace(/^\d+/, '');
      return Number.parseInt(text, 10) * (MILLISECONDS[unit] ?? Number.NaN);
    });
