import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The late ledger: outcomes of S1MIG-001 and 002 that were told after the duty of six hours would have required (MRR
 * 3.1.5), or are not told yet, each with the arrival that it waited for and one cause.
 */
export class LateLedger1700000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DUTY_SLOT);
    await runner.query(OUTCOME_ARRIVAL);
    await runner.query(LATE_OUTCOME);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW late_outcome, outcome_arrival; DROP FUNCTION duty_slot(timestamptz)');
  }
}

const DUTY_SLOT = `
  -- The first six-hourly slot R with R - 6 h at or after the completion. STABLE, so that it is inlined.
  CREATE FUNCTION duty_slot(completed_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE
    RETURN date_bin('6 hours', completed_at + interval '12 hours' - interval '1 microsecond', '2000-01-01T00:00:00Z');`;

/** The files without which nobody could tell the outcome, and when the last of them came. */
const OUTCOME_ARRIVAL = `
  CREATE VIEW outcome_arrival AS
  SELECT a.id AS attempt_id, files.*
    FROM attempt a
   CROSS JOIN LATERAL (
     SELECT max(f.received_at) FILTER (WHERE needed.is_concluding) AS concluding_file_received_at,
            max(f.received_at) AS last_file_received_at,
            max(f.finished_at) AS last_file_loaded_at,
            (array_agg(f.name ORDER BY f.received_at DESC, f.id DESC))[1] AS last_file_name
       FROM (
         SELECT i.source_file_id, false AS is_concluding FROM installation_record i WHERE i.id = a.id
         UNION ALL
         SELECT g.source_file_id, false FROM group_membership g
          WHERE g.attempt_id = a.id AND g.created_at = a.commenced_at AND g.group_id = a.group_id
         UNION ALL -- a validation that overruled an earlier INVALID let the attempt commence
         SELECT v.source_file_id, false FROM validation_result v
          WHERE v.attempt_id = a.id AND v.is_valid AND v.created_at < a.commenced_at
            AND EXISTS (SELECT 1 FROM validation_result x WHERE x.attempt_id = a.id AND NOT x.is_valid)
         UNION ALL
         SELECT o.source_file_id, o.s1sp_id = a.reporting_party_id AND o.s1sp_counter = a.reporting_party_counter
           FROM s1sp_outcome o
          WHERE o.attempt_id = a.id AND o.created_at = a.commissioning_file_at
         UNION ALL
         SELECT c.source_file_id, true FROM commissioning_outcome c
          WHERE c.attempt_id = a.id AND c.created_at = a.concluded_at
            AND c.commissioning_party_id = a.reporting_party_id
            AND c.commissioning_party_counter = a.reporting_party_counter
       ) needed
       JOIN source_file f ON f.id = needed.source_file_id) files
   WHERE a.concluded_at IS NOT NULL;
  COMMENT ON VIEW outcome_arrival IS 'per concluded attempt: when the files arrived without which its outcome could not be told';`;

const ALLOWANCE = `interval '1 hour'`;

/** A slot that was made on request for a past period is not late by the clock (mrr run, mrr batch). */
const FOLLOWED_THE_CALENDAR = `
  NOT EXISTS (SELECT 1 FROM period_request p
               WHERE s.slot_time BETWEEN p.starts_at AND p.ends_at
                 AND s.planned_at BETWEEN p.requested_at AND coalesce(p.planned_at, 'infinity'))`;

const LATE_OUTCOME = `
  CREATE VIEW late_outcome AS
  WITH named AS ( -- since when the loaded master data names a recipient
    SELECT u.user_id, u.role, d.distributor_id, min(f.finished_at) AS since
      FROM organisation_user u
      JOIN source_file f ON f.id = u.source_file_id AND f.state = 'accepted'
      LEFT JOIN LATERAL unnest(u.distributor_ids) d (distributor_id) ON u.role = 'DNO'
     WHERE u.role IN ('SUPPLIER', 'DNO')
     GROUP BY 1, 2, 3
  ), suspect AS (
    SELECT s.slot_time AS listed_at, e.report_id, e.recipient_id, e.attempt_id, e.concluded_at,
           s.slot_time AS reported_in, d.delivered_at AS reported_at
      FROM slot s
      JOIN issue i ON i.slot_id = s.id
      JOIN entitlement e ON e.issue_id = i.id
      LEFT JOIN delivery d ON d.issue_id = i.id
     WHERE s.report_id IN ('S1MIG-001', 'S1MIG-002')
       AND (s.slot_time > duty_slot(e.concluded_at)
            OR (coalesce(d.delivered_at, now()) > duty_slot(e.concluded_at) + ${ALLOWANCE} AND ${FOLLOWED_THE_CALENDAR}))
    UNION ALL
    SELECT duty_slot(e.concluded_at), e.report_id, e.recipient_id, e.attempt_id, e.concluded_at, NULL, NULL
      FROM entitlement e
     WHERE e.issue_id IS NULL AND duty_slot(e.concluded_at) + ${ALLOWANCE} < now()
    UNION ALL -- R10: nobody is entitled to it yet
    SELECT duty_slot(a.concluded_at), CASE WHEN a.succeeded THEN 'S1MIG-001' ELSE 'S1MIG-002' END,
           unknown.recipient_id, a.id, a.concluded_at, NULL, NULL
      FROM attempt a
     CROSS JOIN LATERAL (
       SELECT supplier_id AS recipient_id
         FROM (SELECT a.electricity_supplier_id UNION SELECT a.gas_supplier_id) suppliers (supplier_id)
        WHERE supplier_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM recipient r WHERE r.user_id = supplier_id AND r.role = 'SUPPLIER')
       UNION ALL
       SELECT NULL
        WHERE a.distributor_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM distributor k WHERE k.distributor_id = a.distributor_id)) unknown
     WHERE a.concluded_at IS NOT NULL AND duty_slot(a.concluded_at) + ${ALLOWANCE} < now()
  )
  SELECT l.listed_at, l.report_id, l.recipient_id, l.attempt_id, a.chf_id, a.distributor_id,
         l.concluded_at AS completed_at, duty_slot(l.concluded_at) AS duty_slot, l.reported_in, l.reported_at,
         f.concluding_file_received_at, f.last_file_received_at, f.last_file_name,
         CASE WHEN r.user_id IS NULL
                OR utc_day(duty_slot(l.concluded_at)) NOT BETWEEN coalesce(r.reporting_from, '-infinity')
                                                              AND coalesce(r.reporting_to, 'infinity')
                OR (n.since > run.ran_at AND n.since >= f.last_file_loaded_at) THEN 'RECIPIENT_NOT_REPORTABLE'
              WHEN f.last_file_received_at > run.ran_at THEN 'FILE_ARRIVED_LATE'
              WHEN f.last_file_loaded_at > run.ran_at THEN 'INGEST_BEHIND'
              ELSE 'SLOT_LATE_OR_FAILED'
         END AS cause
    FROM suspect l
    JOIN attempt a ON a.id = l.attempt_id
    JOIN outcome_arrival f ON f.attempt_id = l.attempt_id
    LEFT JOIN recipient r ON r.user_id = l.recipient_id
    LEFT JOIN named n
      ON n.user_id = l.recipient_id AND n.role = r.role
     AND (r.role = 'SUPPLIER' OR n.distributor_id = a.distributor_id)
    LEFT JOIN slot duty
      ON duty.report_id = l.report_id AND duty.recipient_id = l.recipient_id
     AND duty.slot_time = duty_slot(l.concluded_at) AND duty.cause = 'calendar'
   CROSS JOIN LATERAL ( -- a slot that is there and did not run yet cannot have missed a file
     SELECT CASE WHEN duty.id IS NULL THEN duty_slot(l.concluded_at)
                 ELSE coalesce(duty.report_created_at, 'infinity') END AS ran_at) run;
  COMMENT ON VIEW late_outcome IS 'late ledger: outcomes told after the six-hour duty, or untold past it (MRR 3.1.5)';
  COMMENT ON COLUMN late_outcome.listed_at IS 'slot that told the outcome; the duty slot of an untold one';
  COMMENT ON COLUMN late_outcome.recipient_id IS 'null: the master data gives no DNO for the distributor id';`;
