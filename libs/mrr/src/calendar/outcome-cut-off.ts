import { HOUR_MS } from './utc-format';

/** Best endeavours (MRR 3.1.5). */
const BEST_ENDEAVOURS_MS = HOUR_MS;
/** Duty (MRR 3.1.5). */
const DUTY_MS = 6 * HOUR_MS;

/**
 * Latest completion time that an S1MIG-001 or 002 slot lists, itself included: slot time − 1 hour, or − 6 hours while
 * a received file created before the first is not loaded yet (R13).
 */
export function outcomeCutOff(slotTime: Date, ingestBehind = false): Date {
  return new Date(slotTime.getTime() - (ingestBehind ? DUTY_MS : BEST_ENDEAVOURS_MS));
}
