import { escapeLiteral } from 'pg';
import type { ReportId } from '@app/mrr';
import { REPORT_QUERIES } from '../../libs/reports/src/queries';
import type { ReportContext } from '../../libs/reports/src/queries/report-query';

/** The statement that a report's rows come from, with its values in it, as `psql` and a user's script would have it. */
export function reportQuery(reportId: ReportId, context: ReportContext): string {
  const { text, values } = REPORT_QUERIES[reportId].detail(context);
  return text.replace(/\$(\d+)/g, (_placeholder, position: string) => {
    const value = values[Number(position) - 1];
    return escapeLiteral(value instanceof Date ? value.toISOString() : String(value));
  });
}
