import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who receives an attempt and what they see of it ("Who receives an attempt" in the regime, R6, R9-R11). */
export class Entitlements1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Parties, not User IDs, make a split installation; a supplier that the master data does not know is a party of
      -- its own (R6, fine print 17). affiliate_submitter: the one supplier that receives the attempt when both are
      -- affiliates under one authorisation of one of them (R9, fine print 18).
      CREATE VIEW attempt_split AS
      SELECT a.*,
             e.user_id IS NOT NULL AS knows_electricity_supplier,
             g.user_id IS NOT NULL AS knows_gas_supplier,
             coalesce(coalesce(e.party_signifier, a.electricity_supplier_id)
                      <> coalesce(g.party_signifier, a.gas_supplier_id), false) AS is_split,
             affiliate.authorising_party_id AS affiliate_submitter
        FROM attempt a
        LEFT JOIN recipient e ON e.user_id = a.electricity_supplier_id AND e.role = 'SUPPLIER'
        LEFT JOIN recipient g ON g.user_id = a.gas_supplier_id AND g.role = 'SUPPLIER'
        LEFT JOIN LATERAL (
          SELECT m.authorising_party_id
            FROM installation_record i
            JOIN authorisation m
              ON (m.ma_file_name = i.electricity_ma_file AND m.ma_record_number = i.electricity_ma_record)
              OR (m.ma_file_name = i.gas_ma_file AND m.ma_record_number = i.gas_ma_record)
           WHERE i.id = a.id
             AND e.party_signifier <> g.party_signifier
             AND e.affiliate_group = g.affiliate_group
             AND m.is_supplier_submitted
             AND m.authorising_party_id IN (a.electricity_supplier_id, a.gas_supplier_id)
             AND m.import_mpan = i.import_mpan
             AND m.mprn = i.mprn
           ORDER BY m.created_at, m.ma_file_name COLLATE "C", m.ma_record_number
           LIMIT 1
        ) affiliate ON true;

      CREATE VIEW attempt_audience AS
      SELECT s.*, s.electricity_supplier_id AS recipient_id, 'SUPPLIER' AS recipient_role,
             true AS sees_electricity, (NOT s.is_split OR s.affiliate_submitter IS NOT NULL) AS sees_gas
        FROM attempt_split s
       WHERE s.knows_electricity_supplier
         AND (s.affiliate_submitter IS NULL OR s.affiliate_submitter = s.electricity_supplier_id)
      UNION ALL
      SELECT s.*, s.gas_supplier_id, 'SUPPLIER',
             (NOT s.is_split OR s.affiliate_submitter IS NOT NULL), true
        FROM attempt_split s
       WHERE s.knows_gas_supplier
         AND s.gas_supplier_id IS DISTINCT FROM s.electricity_supplier_id
         AND (s.affiliate_submitter IS NULL OR s.affiliate_submitter = s.gas_supplier_id)
      UNION ALL
      SELECT s.*, d.user_id, 'DNO', true, true
        FROM attempt_split s
        JOIN distributor d ON d.distributor_id = s.distributor_id;
      COMMENT ON VIEW attempt_audience IS 'one row per attempt and recipient under the ruling master data';

      CREATE TABLE entitlement (
        attempt_id        bigint NOT NULL,
        recipient_id      varchar(23) NOT NULL,
        report_id         varchar(9) NOT NULL CHECK (report_id IN ('S1MIG-001', 'S1MIG-002')),
        concluded_at      timestamptz NOT NULL,
        is_split          boolean NOT NULL,
        sees_electricity  boolean NOT NULL,
        sees_gas          boolean NOT NULL,
        issue_id          bigint,
        PRIMARY KEY (attempt_id, recipient_id)
      );
      COMMENT ON TABLE entitlement IS 'ledger of S1MIG-001 and 002: issue_id is null until the outcome was told to the recipient';
      -- Keeps the cost of a report with what it reports, not with history.
      CREATE INDEX entitlement_unreported ON entitlement (recipient_id, report_id, concluded_at) WHERE issue_id IS NULL;
      CREATE INDEX entitlement_issue ON entitlement (issue_id) WHERE issue_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE entitlement; DROP VIEW attempt_audience; DROP VIEW attempt_split;');
  }
}
