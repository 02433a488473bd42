/** SQL for an instant as whole microseconds since 1970, as text: exact, whatever the session's time zone. */
export function microsecondsOf(column: string): string {
  return `(extract(epoch FROM ${column}) * 1000000)::bigint::text`;
}
