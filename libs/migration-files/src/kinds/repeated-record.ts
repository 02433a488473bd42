import type { RecordCheck } from '../fields/record-check';
import type { ChfIdSet } from './chf-id-set';

/**
 * Sets a record aside whose `RecordNumber` an earlier record of the file bears (fine print 31): the first stays. A record
 * that was set aside for another reason did not stay, so it blocks no later one.
 */
export function refuseRepeated(check: RecordCheck, known: Set<number>, recordNumber: number): void {
  if (check.isRefused) return;
  if (known.has(recordNumber)) {
    check.refuse('RecordNumber', 'DUPLICATE_RECORD', 'stands in an earlier record', String(recordNumber));
  } else {
    known.add(recordNumber);
  }
}

/** The same for the `CHFID` of an installation. */
export function refuseRepeatedChf(check: RecordCheck, known: ChfIdSet, chfId: string): void {
  if (check.isRefused || known.add(chfId)) return;
  check.refuse('CHFID', 'DUPLICATE_RECORD', 'stands in an earlier record', chfId);
}
