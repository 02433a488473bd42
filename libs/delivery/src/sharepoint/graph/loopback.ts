/** True for the machine itself: a rehearsal against a simulator, never a real tenant. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Tokens and files travel encrypted, except within this machine.
 * @throws Error naming the variable
 */
export function assertConfidential(variable: string, url: string): void {
  if (new URL(url).protocol === 'https:' || isLoopback(url)) return;
  throw new Error(`${variable} must begin with https:// (http:// is for this machine alone): ${url}`);
}
