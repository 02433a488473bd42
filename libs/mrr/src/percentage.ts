/** Whole per cent, half up; null if the divisor is zero (R30). For counts of up to 9 digits the arithmetic is exact. */
export function percentage(part: number, total: number): number | null {
  return total === 0 ? null : Math.floor((200 * part + total) / (2 * total));
}
