import type { DataSource } from 'typeorm';

/** A number that is missing in a series, or an issue that does not follow the one before it. */
export interface BrokenChain {
  readonly reportId: string;
  readonly recipientId: string;
  readonly sequenceNumber: number;
  readonly problem:
    'a number is missing before it' | 'it does not name the issue before it' | 'the counter differs';
}

/** Looks through the chains of all issues: numbers from 1 without a gap, each with the hash of the one before it. */
export async function verifyIssueChains(
  dataSource: DataSource,
): Promise<{ series: number; issues: number; broken: BrokenChain[] }> {
  const broken = await dataSource.query<BrokenChain[]>(BROKEN);
  const [counts] = await dataSource.query<[{ series: number; issues: number }]>(
    `SELECT count(DISTINCT (report_id, recipient_id))::int AS series, count(*)::int AS issues FROM issue`,
  );
  return { ...counts, broken };
}

const BROKEN = `
  WITH chain AS (
    SELECT report_id, recipient_id, sequence_number, previous_sha256,
           coalesce(lag(sequence_number) OVER series, 0) AS previous_number,
           lag(sha256) OVER series AS sha256_before
      FROM issue WINDOW series AS (PARTITION BY report_id, recipient_id ORDER BY sequence_number))
  SELECT report_id AS "reportId", recipient_id AS "recipientId", sequence_number AS "sequenceNumber",
         CASE WHEN sequence_number <> previous_number + 1 THEN 'a number is missing before it'
              ELSE 'it does not name the issue before it' END AS problem
    FROM chain
   WHERE sequence_number <> previous_number + 1 OR previous_sha256 IS DISTINCT FROM sha256_before
  UNION ALL
  SELECT c.report_id, c.recipient_id, c.last_sequence, 'the counter differs'
    FROM report_counter c
   WHERE c.last_sequence <> (SELECT coalesce(max(i.sequence_number), 0) FROM issue i
                              WHERE i.report_id = c.report_id AND i.recipient_id = c.recipient_id)
   ORDER BY 1, 2, 3`;
