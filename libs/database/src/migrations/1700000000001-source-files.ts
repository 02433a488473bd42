import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Received files and what became of them (input-files.md, "What happens to a bad or odd file"). */
export class SourceFiles1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE source_file (
        id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        path             text NOT NULL,
        name             text NOT NULL,
        name_key         text NOT NULL,
        sha256           text,
        size_bytes       bigint NOT NULL,
        archive_key      text,
        received_at      timestamptz NOT NULL DEFAULT now(),
        state            text NOT NULL DEFAULT 'received'
                         CHECK (state IN ('received', 'accepted', 'rejected', 'duplicate')),
        kind             text,
        business_key     text,
        originator       text,
        counter          integer,
        created_at       timestamptz,
        record_count     integer,
        set_aside_count  integer NOT NULL DEFAULT 0,
        finished_at      timestamptz,
        code             text,
        reason           text,
        CHECK ((state = 'received') = (finished_at IS NULL)),
        CHECK (state = 'rejected' OR (sha256 IS NOT NULL AND archive_key IS NOT NULL)),
        CHECK (state <> 'accepted' OR (kind IS NOT NULL AND business_key IS NOT NULL AND created_at IS NOT NULL))
      );
      COMMENT ON COLUMN source_file.created_at IS 'event time: the creation time that the file''s header states';
      COMMENT ON COLUMN source_file.archive_key IS 'null for a file that was refused before it was read whole (TOO_LARGE)';
      COMMENT ON COLUMN source_file.name_key IS 'the name with its ids normalised: equal for files that may share a business key';

      -- Only the bytes and the key of an accepted file stand against another one (fine print 30).
      CREATE UNIQUE INDEX source_file_accepted_sha256 ON source_file (sha256) WHERE state = 'accepted';
      CREATE UNIQUE INDEX source_file_accepted_key ON source_file (kind, business_key) WHERE state = 'accepted';
      CREATE INDEX source_file_unfinished ON source_file (id) WHERE state = 'received';
      CREATE INDEX source_file_originator ON source_file (kind, originator, counter) WHERE state = 'accepted';
      CREATE INDEX source_file_received_at ON source_file (received_at);

      CREATE TABLE source_file_problem (
        id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source_file_id  bigint NOT NULL REFERENCES source_file,
        record_number   integer NOT NULL,
        field           text NOT NULL,
        code            text NOT NULL,
        value           text,
        message         text NOT NULL,
        severity        text NOT NULL CHECK (severity IN ('set-aside', 'warning'))
      );
      COMMENT ON COLUMN source_file_problem.record_number IS 'position of the record in its file, from 1';
      CREATE INDEX source_file_problem_file ON source_file_problem (source_file_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE source_file_problem, source_file');
  }
}
