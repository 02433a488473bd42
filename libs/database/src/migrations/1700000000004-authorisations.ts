import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Migration Authorisations with their validation and completion responses. */
export class Authorisations1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE authorisation (
        id                       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source_file_id           bigint NOT NULL REFERENCES source_file,
        record_number            integer NOT NULL,
        ma_file_name             varchar(100) NOT NULL,
        ma_record_number         integer NOT NULL,
        smso_id                  varchar(3) NOT NULL,
        authorising_party_id     varchar(23) NOT NULL,
        is_supplier_submitted    boolean NOT NULL,
        created_at               timestamptz NOT NULL,
        responsible_supplier_id  varchar(23) NOT NULL,
        import_mpan              varchar(13),
        mprn                     varchar(13),
        migrate_on               date,
        migration_week           date NOT NULL,
        has_priority             boolean NOT NULL,
        certificate_serial_number varchar(40),
        is_active                boolean NOT NULL,
        UNIQUE (ma_file_name, ma_record_number)
      );
      COMMENT ON COLUMN authorisation.ma_file_name IS 'the Migration Authorisation File ID: its name without .csv';
      CREATE INDEX authorisation_file ON authorisation (source_file_id);
      CREATE INDEX authorisation_supplier_week ON authorisation (responsible_supplier_id, migration_week);
      CREATE INDEX authorisation_created_at ON authorisation (created_at);
      CREATE INDEX authorisation_first_active ON authorisation (created_at) WHERE is_active;
      CREATE INDEX authorisation_mpan ON authorisation (import_mpan) WHERE import_mpan IS NOT NULL;
      CREATE INDEX authorisation_mprn ON authorisation (mprn) WHERE mprn IS NOT NULL;

      CREATE TABLE authorisation_response (
        id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source_file_id    bigint NOT NULL REFERENCES source_file,
        record_number     integer NOT NULL,
        authorisation_id  bigint,
        mavr_file_name    text NOT NULL,
        ma_file_name      varchar(100) NOT NULL,
        ma_record_number  integer NOT NULL,
        responded_at      timestamptz NOT NULL,
        result            text NOT NULL CHECK (result IN ('ACCEPTED', 'REJECTED', 'WARNING')),
        import_mpan       varchar(13),
        mprn              varchar(13),
        reason_code       varchar(5),
        comments          varchar(100),
        includes_dormant  boolean NOT NULL,
        issue_id          bigint
      );
      COMMENT ON COLUMN authorisation_response.issue_id IS 'ledger of S1MIG-010: the issue that told this response';
      CREATE INDEX authorisation_response_authorisation ON authorisation_response (authorisation_id, responded_at)
        WHERE authorisation_id IS NOT NULL;
      CREATE INDEX authorisation_response_time ON authorisation_response (responded_at) WHERE authorisation_id IS NOT NULL;
      CREATE INDEX authorisation_response_parked ON authorisation_response (ma_file_name, ma_record_number)
        WHERE authorisation_id IS NULL;
      CREATE INDEX authorisation_response_file ON authorisation_response (source_file_id);
      CREATE INDEX authorisation_response_untold ON authorisation_response (source_file_id)
        WHERE issue_id IS NULL AND authorisation_id IS NOT NULL;
      CREATE INDEX authorisation_response_issue ON authorisation_response (issue_id) WHERE issue_id IS NOT NULL;

      CREATE TABLE authorisation_completion (
        id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source_file_id       bigint NOT NULL REFERENCES source_file,
        record_number        integer NOT NULL,
        authorisation_id     bigint,
        macr_file_name       text NOT NULL,
        ma_file_name         varchar(100) NOT NULL,
        ma_record_number     integer NOT NULL,
        import_mpan          varchar(13),
        mprn                 varchar(13),
        status               text NOT NULL CHECK (status IN ('SUCCESS', 'FAILED', 'WARNING', 'IN_PROGRESS')),
        reason_code          varchar(5),
        completed_at         timestamptz,
        smso_id              varchar(3) NOT NULL,
        requesting_party_id  varchar(23) NOT NULL,
        mcf_counter          integer,
        chf_id               varchar(23),
        phase                text,
        CHECK (status = 'IN_PROGRESS' OR completed_at IS NOT NULL)
      );
      CREATE INDEX authorisation_completion_authorisation ON authorisation_completion (authorisation_id)
        WHERE authorisation_id IS NOT NULL;
      CREATE INDEX authorisation_completion_attempt
        ON authorisation_completion (smso_id, requesting_party_id, mcf_counter, chf_id)
        WHERE chf_id IS NOT NULL;
      CREATE INDEX authorisation_completion_parked ON authorisation_completion (ma_file_name, ma_record_number)
        WHERE authorisation_id IS NULL;

      CREATE TABLE authorisation_told (
        authorisation_id  bigint NOT NULL,
        state             text NOT NULL CHECK (state IN ('rejected', 'in progress', 'final')),
        issue_id          bigint NOT NULL,
        PRIMARY KEY (authorisation_id, state)
      );
      COMMENT ON TABLE authorisation_told IS 'ledger of S1MIG-006 (R26): the states of an authorisation that were told, and where';
      CREATE INDEX authorisation_told_issue ON authorisation_told (issue_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE authorisation_told, authorisation_completion, authorisation_response, authorisation`,
    );
  }
}
