/** Deadlock, serialisation failure, lock not to be had in time: two transactions met, and neither is at fault. */
const CONTENTION_CODES: ReadonlySet<string> = new Set(['40P01', '40001', '55P03']);

/** Whether a statement failed only because another transaction was in its way; later it will succeed. */
export function isContention(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && CONTENTION_CODES.has(code);
}
