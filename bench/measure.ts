import type { Bench } from './harness/bench';

/** Repeated values of one thing, in the order of measuring; the table and the plots use their median. */
export interface Series {
  readonly name: string;
  /** `ms`, `MB`, `slots/s` ... */
  readonly unit: string;
  readonly values: readonly number[];
}

/** One line of the table. */
export interface Figure {
  /** What is measured, as the table says it. */
  readonly what: string;
  /** The peer or limit that it is measured against. */
  readonly against: string;
  /** How good the value must be; undefined: it is reported only. */
  readonly goal?: { readonly kind: 'at most' | 'at least'; readonly value: number };
  readonly value: number;
  /** `×` for a ratio of two medians. */
  readonly unit: string;
}

export interface Measurement {
  readonly figures: readonly Figure[];
  readonly series: readonly Series[];
  /** Sizes and settings without which the figures cannot be judged. */
  readonly conditions: Readonly<Record<string, number | string>>;
}

/** One measure of the table; each stands in a file of its own. */
export interface Measure {
  /** For `--only`, the results and the plot. */
  readonly name: string;
  readonly title: string;
  measure(bench: Bench): Promise<Measurement>;
}
