export {
  isInWeekOf,
  isMonday,
  parseCompactDate,
  parseCompactInstant,
  parseIsoInstant,
} from './calendar-values';
export { normaliseEui64 } from './eui64';
export { distributorIdOf, hasValidMpanCheckDigit, isMpan } from './mpan';
export { hasValidMprnCheckDigits, isMprn } from './mprn';
export { normaliseSmsoId } from './smso-id';
