export interface MeasuredSpeedUp {
  readonly workers: number;
  readonly speedUp: number;
}

/** Amdahl: the speed-up of `workers` when the part `serial` (0 to 1) of the work cannot be shared. */
export function speedUp(workers: number, serial: number): number {
  return 1 / (serial + (1 - serial) / workers);
}

/**
 * The part of the work that cannot be shared, by least squares on Amdahl's law in the form 1/speed-up = serial + (1 - serial)/n.
 * Cores count as workers do: beyond them, waiting for a core is part of what cannot be shared.
 */
export function serialPart(measured: readonly MeasuredSpeedUp[]): number {
  let product = 0;
  let square = 0;
  for (const { workers, speedUp: found } of measured) {
    const share = 1 - 1 / workers;
    product += share * (1 / found - 1 / workers);
    square += share * share;
  }
  return square === 0 ? 0 : Math.min(1, Math.max(0, product / square));
}
