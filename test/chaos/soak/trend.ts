/** One figure at one time. */
export interface Point {
  readonly minute: number;
  readonly value: number;
}

export interface Trend {
  readonly first: number;
  readonly last: number;
  readonly most: number;
  /** By least squares. */
  readonly perHour: number;
}

/** @throws Error for no point at all */
export function trendOf(points: readonly Point[]): Trend {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) throw new Error('There is nothing to see a trend in');
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = {
    minute: mean(points.map(({ minute }) => minute)),
    value: mean(points.map(({ value }) => value)),
  };
  const spread = points.reduce((sum, { minute }) => sum + (minute - middle.minute) ** 2, 0);
  const together = points.reduce(
    (sum, { minute, value }) => sum + (minute - middle.minute) * (value - middle.value),
    0,
  );
  return {
    first: first.value,
    last: last.value,
    most: Math.max(...points.map(({ value }) => value)),
    perHour: spread === 0 ? 0 : (together / spread) * 60,
  };
}

/** Flat: an hour adds less than a tenth of what there is, and less than `allowed`. */
export function isFlat({ perHour, last }: Trend, allowed: number): boolean {
  return perHour < Math.max(last / 10, allowed);
}
