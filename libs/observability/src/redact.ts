// MPANs have 13 digits and MPRNs mostly 7 to 10; row ids, counts and ports are shorter. Dates (20200309) stay readable.
const METER_POINT = /(?<![\d.])(?!20\d{6}(?!\d))\d{7,13}(?![\d.])/g;
const URL_PASSWORD = /(:\/\/[^/\s:@]*:)[^@\s]+@/g;

/** No MPAN, MPRN or password in a log line, whatever a driver puts into its message. */
export function redact(text: string): string {
  return text.replace(URL_PASSWORD, '$1***@').replace(METER_POINT, '***');
}
