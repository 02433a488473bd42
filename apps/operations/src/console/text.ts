/** An instant as the pages show it, in UTC to the minute. */
export function when(instant: Date | null | undefined): string {
  return instant ? instant.toISOString().slice(0, 16).replace('T', ' ') : '–';
}

/** A duration in the two largest units that matter to somebody who waits. */
export function howLong(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const BYTES_PER_KB = 1024;

export function size(bytes: string | number): string {
  const value = Number(bytes);
  if (value < BYTES_PER_KB) return `${value} B`;
  if (value < BYTES_PER_KB ** 2) return `${(value / BYTES_PER_KB).toFixed(1)} kB`;
  return `${(value / BYTES_PER_KB ** 2).toFixed(1)} MB`;
}
