import type { Field } from '../report-definitions/field';
import type { ReportDefinition } from '../report-definitions/report-definition';

/**
 * Compares two rows by the columns of the report's order: Integers as numbers, all else by code point, so that an
 * empty column comes first (fine print 33). Negative: `left` comes first.
 */
export function compareRows(
  { order, detail }: ReportDefinition,
  left: readonly string[],
  right: readonly string[],
): number {
  for (const column of order.columns) {
    const compared = compareValues(detail[column - 1], left[column - 1] ?? '', right[column - 1] ?? '');
    if (compared !== 0) {
      return compared;
    }
  }
  return 0;
}

function compareValues(field: Field | undefined, left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  if (field?.type === 'Integer') {
    return Number(left) - Number(right);
  }
  // The bytes of UTF-8 sort as the code points do; JavaScript's own `<` sorts by UTF-16 units.
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
