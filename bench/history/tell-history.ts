import type { Client } from 'pg';

/** Larger than any slot and issue of the sample. */
const FIRST_ISSUE = 1_000_000;

/** A column that a copy has otherwise than its sample, because its outcome was told long ago. */
export interface ToldColumn {
  readonly column: string;
  /** Computed once a row of the sample (`s`), as the column `told_number`. */
  readonly toldNumber: string;
  /** Expression over `s` and `c` (bench_copy). */
  readonly value: string;
}

export const ISSUE_OF_COPY = `${FIRST_ISSUE} + c.weeks * (SELECT count(*) + 1 FROM bench_told) + s.told_number`;

/** By table. Needs `bench_told`, see `numberTellings`. */
export const TOLD_COLUMNS: Readonly<Record<string, ToldColumn>> = {
  authorisation: { column: 'review_from', toldNumber: 'NULL::bigint', value: 'NULL' },
  authorisation_response: {
    column: 'issue_id',
    toldNumber: `(SELECT t.number FROM authorisation m
                    JOIN bench_told t ON t.report_id = 'S1MIG-010' AND t.recipient_id = m.authorising_party_id
                   WHERE m.id = s.authorisation_id AND m.is_supplier_submitted)`,
    value: ISSUE_OF_COPY,
  },
};

/**
 * Numbers the issues of one week of history: one for each report, recipient and slot that tells an outcome of the chosen
 * attempts, and one S1MIG-006 and 010 for each supplier.
 */
export async function numberTellings(client: Client): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE bench_told ON COMMIT DROP AS
    SELECT row_number() OVER (ORDER BY slot_time, report_id, recipient_id) AS number, told.*
      FROM (
        SELECT report_id, recipient_id, duty_slot(concluded_at) AS slot_time, count(*) AS rows
          FROM entitlement WHERE attempt_id IN (SELECT id FROM bench_attempt) GROUP BY 1, 2, 3
        UNION ALL
        SELECT report, user_id, at::timestamptz, 1
          FROM recipient
         CROSS JOIN (VALUES ('S1MIG-006', '2020-03-06T06:00:00Z'), ('S1MIG-010', '2020-03-05T23:00:00Z')) r (report, at)
         WHERE role = 'SUPPLIER') told`);
}

/** The slots, issues and deliveries that told the copies, and the ledger of S1MIG-006. */
export async function recordTellings(client: Client, authorisationSpan: number): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE bench_issue ON COMMIT DROP AS
    SELECT ${FIRST_ISSUE} + w.weeks * (SELECT count(*) + 1 FROM bench_told) + t.number AS id, t.report_id, t.recipient_id,
           t.slot_time - w.weeks * interval '7 days' AS slot_time, t.rows * w.lanes AS rows,
           row_number() OVER (PARTITION BY t.report_id, t.recipient_id
                              ORDER BY t.slot_time - w.weeks * interval '7 days') AS sequence_number
      FROM bench_told t CROSS JOIN (SELECT weeks, count(*) AS lanes FROM bench_copy GROUP BY weeks) w`);
  await client.query(`
    INSERT INTO slot (id, report_id, recipient_id, slot_time, due_at, state, report_created_at, cut_off, planned_at,
                      queued_at, finished_at)
    OVERRIDING SYSTEM VALUE
    SELECT id, report_id, recipient_id, slot_time, slot_time + interval '1 hour', 'delivered', slot_time,
           slot_time - interval '1 hour', slot_time, slot_time, slot_time + interval '5 minutes'
      FROM bench_issue`);
  await client.query(`
    INSERT INTO issue (id, slot_id, report_id, recipient_id, sequence_number, created_at, file_name, folder, row_count,
                       size_bytes, sha256, archive_key)
    SELECT b.id, b.id, b.report_id, b.recipient_id, b.sequence_number, b.slot_time,
           b.report_id || '_' || r.party_signifier || '_' || b.recipient_id || '_' || lpad(b.sequence_number::text, 6, '0')
             || '.csv', r.folder, b.rows, b.rows * 500, encode(sha256(b.id::text::bytea), 'hex'), 'reports/' || b.id
      FROM bench_issue b JOIN recipient r ON r.user_id = b.recipient_id`);
  await client.query(`
    INSERT INTO delivery (issue_id, target, receipt, delivered_at)
    SELECT id, 'folder', '{}', slot_time + interval '5 minutes' FROM bench_issue`);
  await client.query(`
    INSERT INTO report_counter (report_id, recipient_id, last_sequence)
    SELECT report_id, recipient_id, max(sequence_number) FROM bench_issue GROUP BY 1, 2`);
  await client.query(`
    INSERT INTO authorisation_told (authorisation_id, state, issue_id)
    SELECT m.id + c.number * ${authorisationSpan}, 'final', b.id
      FROM bench_copy c
     CROSS JOIN authorisation m
      JOIN bench_told t ON t.report_id = 'S1MIG-006' AND t.recipient_id = m.responsible_supplier_id
      JOIN bench_issue b ON b.report_id = t.report_id AND b.recipient_id = t.recipient_id
                        AND b.slot_time = t.slot_time - c.weeks * interval '7 days'
     WHERE m.id < ${authorisationSpan} AND m.id IN (SELECT id FROM bench_authorisation)`);
}

/** All other slots of the calendar in the weeks of history had nothing to tell. `planned` are those of the sample's week. */
export async function recordNilSlots(client: Client): Promise<void> {
  await client.query(`
    INSERT INTO slot (report_id, recipient_id, slot_time, due_at, state, nil_reason, report_created_at, planned_at,
                      queued_at, finished_at)
    SELECT s.report_id, s.recipient_id, slot_time - w.past, due_at - w.past, 'nil', 'NO_ROWS', slot_time - w.past,
           slot_time - w.past, slot_time - w.past, slot_time - w.past
      FROM slot s CROSS JOIN (SELECT DISTINCT weeks * interval '7 days' AS past FROM bench_copy) w
     WHERE s.state = 'planned'
    ON CONFLICT DO NOTHING`);
  await client.query(`DELETE FROM slot WHERE state = 'planned'`);
}
