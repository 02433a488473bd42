import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may work with the product, and what they did: keys, console sessions, the hash-chained log of changes. */
export class OperatorAccess1700000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_key (
        id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name             text NOT NULL,
        role             text NOT NULL CHECK (role IN ('viewer', 'operator', 'administrator')),
        party_signifier  text,
        secret_sha256    text NOT NULL UNIQUE,
        created_at       timestamptz NOT NULL DEFAULT now(),
        expires_at       timestamptz,
        revoked_at       timestamptz,
        CHECK (party_signifier IS NULL OR role = 'viewer')
      );
      COMMENT ON COLUMN api_key.party_signifier IS 'recipient-scoped: sees only this Party''s data';
      CREATE UNIQUE INDEX api_key_name ON api_key (name) WHERE revoked_at IS NULL;

      CREATE TABLE console_session (
        token_sha256     text PRIMARY KEY,
        name             text NOT NULL,
        role             text NOT NULL CHECK (role IN ('viewer', 'operator', 'administrator')),
        party_signifier  text,
        api_key_id       bigint REFERENCES api_key,
        created_at       timestamptz NOT NULL DEFAULT now(),
        expires_at       timestamptz NOT NULL,
        CHECK (party_signifier IS NULL OR role = 'viewer')
      );
      COMMENT ON TABLE console_session IS 'a browser that signed in; the cookie holds the token, this table its hash';

      CREATE TABLE operator_action (
        sequence       bigint PRIMARY KEY CHECK (sequence > 0),
        at             timestamptz NOT NULL,
        actor          text NOT NULL,
        action         text NOT NULL,
        subject        text NOT NULL,
        reason         text NOT NULL,
        detail         text NOT NULL,
        previous_hash  text NOT NULL,
        hash           text NOT NULL
      );
      COMMENT ON TABLE operator_action IS 'append-only; each row carries the hash of the row before it';
      COMMENT ON COLUMN operator_action.detail IS 'JSON as it was hashed, so text and not jsonb';

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
      CREATE TRIGGER operator_action_append_only BEFORE UPDATE OR DELETE ON operator_action
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER operator_action_no_truncate BEFORE TRUNCATE ON operator_action
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE operator_action, console_session, api_key; DROP FUNCTION refuse_change()');
  }
}
