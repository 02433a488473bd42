import type { RecordCheck } from '../fields/record-check';
import type { Eui64Set } from './eui64-set';
import type { RecordNumberSet } from './record-number-set';

/**
 * Sets a record aside whose `RecordNumber` an earlier record of the file bears (fine print 31): the first stays. A record
 * that was set aside for another reason did not stay, so it blocks no later one.
 */
export function refuseRepeated(check: RecordCheck, known: RecordNumberSet, recordNumber: number): void {
  if (check.isRefused || known.add(recordNumber)) return;
  check.refuse('RecordNumber', 'DUPLICATE_RECORD', 'stands in an earlier record', String(recordNumber));
}

/** The same for the `CHFID` of an installation. */
export function refuseRepeatedChf(check: RecordCheck, known: Eui64Set, chfId: string): void {
  if (check.isRefused || known.add(chfId)) return;
  check.refuse('CHFID', 'DUPLICATE_RECORD', 'stands in an earlier record', chfId);
}
