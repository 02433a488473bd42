import { escapeLiteral, type Client } from 'pg';
import type { ReportId } from '@app/mrr';
import { REPORT_QUERIES } from '../../libs/reports/src/queries';
import type { ReportContext } from '../../libs/reports/src/queries/report-query';

/** The statement that a report's rows come from, with its values in it, as `psql` and a user's script would have it. */
export async function reportQuery(
  client: Client,
  reportId: ReportId,
  context: ReportContext,
): Promise<string> {
  const query = REPORT_QUERIES[reportId];
  const { text, values } = (await query.detailOfMany?.(client, context)) ?? query.detail(context);
  return text.replace(/\$(\d+)/g, (_placeholder, position: string) => {
    const value = values[Number(position) - 1];
    return escapeLiteral(value instanceof Date ? value.toISOString() : String(value));
  });
}
