import { Instant } from './instants';
import { Regime } from './regime';

/** R14, fine print 6: an MA file with an active record, created at or before the slot time. */
export function isStarted(regime: Regime, slot: Instant): boolean {
  return regime.loaded.authorisations.some((ma) => ma.active && ma.created <= slot);
}
