/**
 * The wait that a `Retry-After` header asks for, in milliseconds: seconds, which Graph also sends with decimals
 * (`2.128`), or an HTTP date. Undefined if it is absent or says nothing.
 */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
