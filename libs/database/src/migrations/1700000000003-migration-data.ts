import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEVICES = ['chf', 'gpf', 'esme', 'gsme', 'ppmid', 'ihd', 'cad'];

const deviceColumns = DEVICES.map(
  (device) => `
        ${device}_guid varchar(23), ${device}_manufacturer varchar(30), ${device}_model varchar(30),
        ${device}_type varchar(6), ${device}_firmware varchar(8)`,
).join(',');

/** Columns of a record that speaks of one attempt and waits (attempt_id null) until its common file is here. */
const childOfAttempt = `
        id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source_file_id       bigint NOT NULL REFERENCES source_file,
        record_number        integer NOT NULL,
        attempt_id           bigint,
        smso_id              varchar(3) NOT NULL,
        requesting_party_id  varchar(23) NOT NULL,
        mcf_counter          integer NOT NULL,
        chf_id               varchar(23) NOT NULL,
        created_at           timestamptz NOT NULL`;

const childIndexes = (table: string): string => `
      CREATE INDEX ${table}_attempt ON ${table} (attempt_id) WHERE attempt_id IS NOT NULL;
      CREATE INDEX ${table}_parked ON ${table} (smso_id, requesting_party_id, mcf_counter, chf_id)
        WHERE attempt_id IS NULL;`;

/** The migration files: common file records (wide), the four kinds of records about them, and the attempt timeline. */
export class MigrationData1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE installation_record (
        id                       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source_file_id           bigint NOT NULL REFERENCES source_file,
        record_number            integer NOT NULL,
        smso_id                  varchar(3) NOT NULL,
        requesting_party_id      varchar(23) NOT NULL,
        mcf_counter              integer NOT NULL,
        chf_id                   varchar(23) NOT NULL,
        created_at               timestamptz NOT NULL,
        to_be_commissioned_by_dcc boolean NOT NULL,
        import_mpan              varchar(13),
        distributor_id           varchar(2) GENERATED ALWAYS AS (left(import_mpan, 2)) STORED,
        electricity_supplier_id  varchar(23),
        electricity_active       boolean,
        electricity_ma_file      text,
        electricity_ma_record    integer,
        mprn                     varchar(13),
        gas_supplier_id          varchar(23),
        gas_active               boolean,
        gas_ma_file              text,
        gas_ma_record            integer,
        ${deviceColumns},
        other_devices            jsonb,
        CHECK (import_mpan IS NOT NULL OR mprn IS NOT NULL)
      );
      COMMENT ON TABLE installation_record IS 'one Migration Common File record; wide, since a wide row makes the reports fast';
      CREATE INDEX installation_record_file ON installation_record (source_file_id);
      CREATE INDEX installation_record_electricity_ma ON installation_record (electricity_ma_file, electricity_ma_record)
        WHERE electricity_ma_file IS NOT NULL;
      CREATE INDEX installation_record_gas_ma ON installation_record (gas_ma_file, gas_ma_record)
        WHERE gas_ma_file IS NOT NULL;
      CREATE INDEX installation_record_mpan ON installation_record (import_mpan) WHERE import_mpan IS NOT NULL;
      CREATE INDEX installation_record_mprn ON installation_record (mprn) WHERE mprn IS NOT NULL;

      CREATE TABLE attempt (
        id                        bigint PRIMARY KEY,
        smso_id                   varchar(3) NOT NULL,
        requesting_party_id       varchar(23) NOT NULL,
        mcf_counter               integer NOT NULL,
        chf_id                    varchar(23) NOT NULL,
        to_be_commissioned_by_dcc boolean NOT NULL,
        electricity_supplier_id   varchar(23),
        electricity_active        boolean,
        gas_supplier_id           varchar(23),
        gas_active                boolean,
        distributor_id            varchar(2),
        commenced_at              timestamptz,
        group_id                  varchar(2),
        pending_since             timestamptz,
        pending_party_id          varchar(23),
        pending_party_counter     integer,
        concluded_at              timestamptz,
        succeeded                 boolean,
        commissioning_file_at     timestamptz,
        reporting_party_id        varchar(23),
        reporting_party_counter   integer,
        UNIQUE (smso_id, requesting_party_id, mcf_counter, chf_id),
        CHECK ((commenced_at IS NULL) = (group_id IS NULL)),
        CHECK (concluded_at IS NULL OR commenced_at IS NOT NULL),
        CHECK (num_nulls(concluded_at, succeeded, commissioning_file_at, reporting_party_id, reporting_party_counter) IN (0, 5)),
        CHECK (num_nulls(pending_since, pending_party_id, pending_party_counter) IN (0, 3))
      );
      COMMENT ON TABLE attempt IS 'timeline of one installation record (same id); derived from the files, see derive-attempts';
      CREATE INDEX attempt_chf ON attempt (chf_id, commenced_at);
      CREATE INDEX attempt_electricity_commenced ON attempt (electricity_supplier_id, commenced_at);
      CREATE INDEX attempt_gas_commenced ON attempt (gas_supplier_id, commenced_at);
      CREATE INDEX attempt_distributor_commenced ON attempt (distributor_id, commenced_at);
      CREATE INDEX attempt_electricity_concluded ON attempt (electricity_supplier_id, concluded_at) WHERE commenced_at IS NOT NULL;
      CREATE INDEX attempt_gas_concluded ON attempt (gas_supplier_id, concluded_at) WHERE commenced_at IS NOT NULL;
      CREATE INDEX attempt_distributor_concluded ON attempt (distributor_id, concluded_at) WHERE commenced_at IS NOT NULL;

      CREATE TABLE validation_result (${childOfAttempt},
        s1sp_id       varchar(23) NOT NULL,
        s1sp_counter  integer NOT NULL,
        is_valid      boolean NOT NULL,
        reason_code   varchar(5)
      );
      CREATE TABLE group_membership (${childOfAttempt},
        group_id            varchar(2) NOT NULL,
        group_file_counter  integer NOT NULL,
        is_encrypted        boolean NOT NULL
      );
      CREATE TABLE s1sp_outcome (${childOfAttempt},
        group_id      varchar(2) NOT NULL,
        s1sp_id       varchar(23) NOT NULL,
        s1sp_counter  integer NOT NULL,
        succeeded     boolean NOT NULL,
        reason_code   varchar(5),
        rollback      text
      );
      CREATE TABLE commissioning_outcome (${childOfAttempt},
        group_id                      varchar(2) NOT NULL,
        commissioning_party_id        varchar(23) NOT NULL,
        commissioning_party_counter   integer NOT NULL,
        succeeded                     boolean NOT NULL,
        reason_code                   varchar(5),
        smart_metering_systems        jsonb
      );
      ${['validation_result', 'group_membership', 's1sp_outcome', 'commissioning_outcome'].map(childIndexes).join('')}

      CREATE TABLE audit_event (
        id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source_file_id       bigint NOT NULL REFERENCES source_file,
        record_number        integer NOT NULL,
        originator_id        varchar(23) NOT NULL,
        occurred_at          timestamptz NOT NULL,
        smso_id              varchar(3),
        requesting_party_id  varchar(23),
        mcf_counter          integer,
        chf_id               varchar(23),
        event_type           text NOT NULL,
        outcome              text,
        detail               text
      );
      CREATE INDEX audit_event_chf ON audit_event (chf_id) WHERE chf_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_event, commissioning_outcome, s1sp_outcome, group_membership,
      validation_result, attempt, installation_record`);
  }
}
