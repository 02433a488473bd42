import { z } from 'zod';

const BYTES: Record<string, number> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };

/** A size such as `512kb`, `10mb`, `2gb` (powers of 1024); parsed to bytes. A bare number is refused: its unit would be a guess. */
export const size = () =>
  z
    .string()
    .regex(/^\d{1,9}(b|kb|mb|gb)$/i)
    .transform((text) => {
      const unit = text.replace(/^\d+/, '').toLowerCase();
      return Number.parseInt(text, 10) * (BYTES[unit] ?? Number.NaN);
    })
    .refine(Number.isSafeInteger);
