import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an operator may do with an issue: have it issued again, or release it to a requester (R12, R15, R32). */
export class ReissuesAndReleases1700000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE slot ADD COLUMN reissues_issue_id bigint REFERENCES issue;
      COMMENT ON COLUMN slot.reissues_issue_id IS 'the issue that this slot issues again under the next number; its cause is then ''reissue:<id>''';
      CREATE INDEX slot_reissues_issue ON slot (reissues_issue_id) WHERE reissues_issue_id IS NOT NULL;

      CREATE TABLE release (
        id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        issue_id      bigint NOT NULL REFERENCES issue,
        requester     text NOT NULL CHECK (requester IN ('panel', 'authority', 'secretary-of-state')),
        folder        text NOT NULL,
        reason        text NOT NULL,
        requested_by  text NOT NULL,
        requested_at  timestamptz NOT NULL DEFAULT now(),
        receipt       jsonb,
        delivered_at  timestamptz,
        last_error    text,
        UNIQUE (issue_id, requester)
      );
      COMMENT ON TABLE release IS 'R32: a copy of an issue to Panel, Authority or Secretary of State; changes no sequence number';

      ALTER TABLE alert ADD COLUMN notified_at timestamptz;
      CREATE INDEX alert_unnotified ON alert (id) WHERE notified_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE alert DROP COLUMN notified_at;
      DROP TABLE release;
      ALTER TABLE slot DROP COLUMN reissues_issue_id`);
  }
}
