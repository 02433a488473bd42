import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';

export const recipientSummary = z.object({
  userId: z.string(),
  role: z.enum(['SUPPLIER', 'DNO']),
  partySignifier: z.string(),
  partyName: z.string(),
  affiliateGroup: z.string().nullable(),
  folder: z.string(),
  reportingFrom: z.string().nullable(),
  reportingTo: z.string().nullable(),
  isReportable: z.boolean().describe('Today lies within the reporting dates'),
});
export type RecipientSummary = z.output<typeof recipientSummary>;

export const recipientDetail = recipientSummary.extend({
  series: z.array(
    z.object({
      reportId: z.string(),
      lastSequence: z.int(),
      issues: z.int(),
      nils: z.int(),
      failed: z.int(),
      unfinished: z.int(),
    }),
  ),
});
export type RecipientDetail = z.output<typeof recipientDetail>;

/** Who receives reports, as the ruling master data has it; `party` restricts to one Party. */
@Injectable()
export class RecipientReader {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  list(party: string | null): Promise<RecipientSummary[]> {
    return this.dataSource.query<RecipientSummary[]>(
      `${SELECT_RECIPIENT} WHERE ($1::text IS NULL OR party_signifier = $1)
        ORDER BY party_name, party_signifier, user_id`,
      [party],
    );
  }

  /** @throws NotFoundException also for another Party's User ID */
  async find(userId: string, party: string | null): Promise<RecipientDetail> {
    const [recipient] = await this.dataSource.query<RecipientSummary[]>(
      `${SELECT_RECIPIENT} WHERE user_id = $1 AND ($2::text IS NULL OR party_signifier = $2)`,
      [userId, party],
    );
    if (!recipient) throw new NotFoundException(`There is no recipient ${userId}`);
    const series = await this.dataSource.query<RecipientDetail['series']>(
      `SELECT s.report_id AS "reportId", coalesce(max(c.last_sequence), 0) AS "lastSequence",
              count(i.id)::int AS issues, count(*) FILTER (WHERE s.state = 'nil')::int AS nils,
              count(*) FILTER (WHERE s.state = 'failed')::int AS failed,
              count(*) FILTER (WHERE s.state NOT IN ('delivered', 'nil', 'failed'))::int AS unfinished
         FROM slot s
         LEFT JOIN issue i ON i.slot_id = s.id
         LEFT JOIN report_counter c ON c.report_id = s.report_id AND c.recipient_id = s.recipient_id
        WHERE s.recipient_id = $1 GROUP BY s.report_id ORDER BY s.report_id`,
      [userId],
    );
    return { ...recipient, series };
  }
}

const SELECT_RECIPIENT = `
  SELECT user_id AS "userId", role, party_signifier AS "partySignifier", party_name AS "partyName",
         affiliate_group AS "affiliateGroup", folder, reporting_from::text AS "reportingFrom",
         reporting_to::text AS "reportingTo",
         utc_day(now()) BETWEEN coalesce(reporting_from, '-infinity') AND coalesce(reporting_to, 'infinity') AS "isReportable"
    FROM recipient`;
