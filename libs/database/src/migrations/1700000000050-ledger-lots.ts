import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger of S1MIG-001 and 002 is claimed by lots and no longer by rows: all outcomes of one settled file, recipient,
 * report and hour form a lot, and an issue tells whole lots. A claim then writes a few rows however many outcomes it
 * tells; rewriting a row per outcome took a good part of the time of the report itself.
 */
export class LedgerLots1700000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- STABLE, as the addition is: a stricter label would keep PostgreSQL from inlining it.
      CREATE FUNCTION hour_end(instant timestamptz) RETURNS timestamptz LANGUAGE sql STABLE
        RETURN date_bin('1 hour', instant + interval '1 hour' - interval '1 microsecond', '2000-01-01T00:00:00Z');

      CREATE TABLE ledger_lot (
        id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        recipient_id  varchar(23) NOT NULL,
        report_id     varchar(9) NOT NULL CHECK (report_id IN ('S1MIG-001', 'S1MIG-002')),
        concluded_by  timestamptz NOT NULL,
        size          integer NOT NULL,
        issue_id      bigint
      );
      COMMENT ON TABLE ledger_lot IS 'outcomes that are told together: issue_id is null until an issue told them to the recipient';
      COMMENT ON COLUMN ledger_lot.concluded_by IS 'end of the hour in which all outcomes of the lot were concluded';
      COMMENT ON COLUMN ledger_lot.size IS 'outcomes at most: some may have left for another lot when later files changed them';

      DO $$
      DECLARE late_outcome text := pg_get_viewdef('late_outcome');
      BEGIN
        DROP VIEW late_outcome; -- reads the table that becomes a view; made anew from its own text

        INSERT INTO ledger_lot (recipient_id, report_id, concluded_by, size, issue_id)
        SELECT recipient_id, report_id, hour_end(concluded_at), count(*), issue_id
          FROM entitlement GROUP BY recipient_id, report_id, hour_end(concluded_at), issue_id;

        CREATE TABLE ledger_entry (
          attempt_id        bigint NOT NULL,
          lot_id            bigint NOT NULL,
          concluded_at      timestamptz NOT NULL,
          is_split          boolean NOT NULL,
          sees_electricity  boolean NOT NULL,
          sees_gas          boolean NOT NULL,
          recipient_id      varchar(23) NOT NULL
        );
        INSERT INTO ledger_entry
        SELECT e.attempt_id, l.id, e.concluded_at, e.is_split, e.sees_electricity, e.sees_gas, e.recipient_id
          FROM entitlement e
          JOIN ledger_lot l
            ON l.recipient_id = e.recipient_id AND l.report_id = e.report_id
           AND l.concluded_by = hour_end(e.concluded_at) AND l.issue_id IS NOT DISTINCT FROM e.issue_id;
        DROP TABLE entitlement;
        ALTER TABLE ledger_entry ADD PRIMARY KEY (attempt_id, recipient_id);
        CREATE INDEX ledger_entry_lot ON ledger_entry (lot_id);
        CREATE INDEX ledger_lot_untold ON ledger_lot (recipient_id, report_id, concluded_by) WHERE issue_id IS NULL;
        CREATE INDEX ledger_lot_issue ON ledger_lot (issue_id) WHERE issue_id IS NOT NULL;

        CREATE VIEW entitlement AS
        SELECT e.attempt_id, e.recipient_id, l.report_id, e.concluded_at, e.is_split, e.sees_electricity, e.sees_gas,
               l.issue_id, e.lot_id
          FROM ledger_entry e
          JOIN ledger_lot l ON l.id = e.lot_id;
        EXECUTE 'CREATE VIEW late_outcome AS ' || late_outcome;
      END $$;
      COMMENT ON TABLE ledger_entry IS 'an outcome that one recipient is owed, and what the recipient sees of it';
      COMMENT ON VIEW entitlement IS 'ledger of S1MIG-001 and 002: issue_id is null until the outcome was told to the recipient';
      ${LATE_OUTCOME_COMMENTS}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE late_outcome text := pg_get_viewdef('late_outcome');
      BEGIN
        DROP VIEW late_outcome;
        ALTER VIEW entitlement RENAME TO former_entitlement;
        CREATE TABLE entitlement (
          attempt_id        bigint NOT NULL,
          recipient_id      varchar(23) NOT NULL,
          report_id         varchar(9) NOT NULL CHECK (report_id IN ('S1MIG-001', 'S1MIG-002')),
          concluded_at      timestamptz NOT NULL,
          is_split          boolean NOT NULL,
          sees_electricity  boolean NOT NULL,
          sees_gas          boolean NOT NULL,
          issue_id          bigint
        );
        INSERT INTO entitlement
        SELECT attempt_id, recipient_id, report_id, concluded_at, is_split, sees_electricity, sees_gas, issue_id
          FROM former_entitlement;
        DROP VIEW former_entitlement;
        DROP TABLE ledger_entry, ledger_lot;
        ALTER TABLE entitlement ADD PRIMARY KEY (attempt_id, recipient_id);
        CREATE INDEX entitlement_unreported ON entitlement (recipient_id, report_id, concluded_at) WHERE issue_id IS NULL;
        CREATE INDEX entitlement_issue ON entitlement (issue_id) WHERE issue_id IS NOT NULL;
        EXECUTE 'CREATE VIEW late_outcome AS ' || late_outcome;
      END $$;
      DROP FUNCTION hour_end(timestamptz);
      COMMENT ON TABLE entitlement IS 'ledger of S1MIG-001 and 002: issue_id is null until the outcome was told to the recipient';
      ${LATE_OUTCOME_COMMENTS}`);
  }
}

const LATE_OUTCOME_COMMENTS = `
      COMMENT ON VIEW late_outcome IS 'late ledger: outcomes told after the six-hour duty, or untold past it (MRR 3.1.5)';
      COMMENT ON COLUMN late_outcome.listed_at IS 'slot that told the outcome; the duty slot of an untold one';
      COMMENT ON COLUMN late_outcome.recipient_id IS 'null: the master data gives no DNO for the distributor id';`;
