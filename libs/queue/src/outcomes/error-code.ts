const CODE = /^[A-Z0-9][A-Z0-9_.-]*$/;

/** The stable code of an error, for log lines and database rows; its class name where it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const { code } = error as Error & { code?: unknown };
  return typeof code === 'string' && CODE.test(code) ? code : error.name;
}
