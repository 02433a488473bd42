import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { Archive } from '@app/archive';
import { UploadTooLargeError } from '@app/archive';
import { fileCorrelation } from '@app/contracts';
import { microsecondsOf } from '@app/database';
import { failpoint } from '@app/failpoints';
import { parseFileName, readMigrationFile } from '@app/migration-files';
import { beginRowTrace } from '@app/observability';
import type { JobProducer } from '@app/queue';
import type { DataSource } from 'typeorm';

/**
 * Where the header of a file must stand to be known on receipt. Only a hostile file has it farther behind, or none: it is
 * not read to its end while its sender waits for the answer; the load says what is wrong with it.
 */
const HEADER_BYTES = 1_048_576;

export interface ReceivedFile {
  readonly id: string;
  readonly state: 'received' | 'rejected';
  readonly sha256: string | null;
  readonly bytes: number;
}

/** Takes files in: archives their bytes, notes them as received, rings for the load. */
export class FileReceiver {
  readonly #logger = new Logger(FileReceiver.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly archive: Archive,
    private readonly producer: JobProducer,
    private readonly maxFileSizeBytes: number,
  ) {}

  /**
   * @param label the path below the inbox or the upload's root; its last part is the file's name
   * @returns the file as noted; a file beyond the limit is noted as rejected with `TOO_LARGE` and not kept
   */
  async receive(label: string, content: Readable): Promise<ReceivedFile> {
    const startedAt = new Date();
    const path = storable(label);
    const stored = await this.archive.storeUpload(content, this.maxFileSizeBytes).catch((error: unknown) => {
      if (error instanceof UploadTooLargeError) return null;
      throw error;
    });
    if (!stored) return this.refuseTooLarge(path);
    await failpoint('receive.after-archive');
    const name = posix.basename(path);
    const [{ id, born_at }] = await this.dataSource.query<[{ id: string; born_at: string }]>(
      `INSERT INTO source_file (path, name, name_key, sha256, size_bytes, archive_key, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id, ${microsecondsOf('received_at')} AS born_at`,
      [
        path,
        name,
        nameKey(name),
        stored.sha256,
        stored.bytes,
        stored.key,
        await this.#creationTime(name, stored.key),
      ],
    );
    await failpoint('receive.after-row');
    const { sha256, bytes } = stored;
    const traceContext = beginRowTrace(
      { kind: 'file', id, bornAt: born_at },
      { name: 'receive-file', startedAt, attributes: { 'mrr.file.id': id, 'mrr.file.bytes': bytes } },
    );
    const correlationId = fileCorrelation(id);
    this.#logger.log(`Received file ${id}: ${bytes} bytes`, { correlationId });
    // A lost ring costs time only: the reconciler looks for files that are received and not loaded.
    await this.producer
      .enqueue('ingest-file', { sourceFileId: id, correlationId }, { traceContext })
      .catch(() => undefined);
    await failpoint('receive.after-ring');
    return { id, state: 'received', sha256, bytes };
  }

  /** Notes a file that is not even read, since its size is known to exceed the limit (fine print 34). */
  async refuseTooLarge(label: string, bytes = this.maxFileSizeBytes): Promise<ReceivedFile> {
    const path = storable(label);
    const name = posix.basename(path);
    const reason = `The file is larger than ${this.maxFileSizeBytes} bytes (INGEST_MAX_FILE_SIZE)`;
    const [{ id }] = await this.dataSource.query<[{ id: string }]>(
      `INSERT INTO source_file (path, name, name_key, size_bytes, state, finished_at, code, reason)
       VALUES ($1, $2, $3, $4, 'rejected', now(), 'TOO_LARGE', $5) RETURNING id`,
      [path, name, nameKey(name), bytes, reason],
    );
    return { id, state: 'rejected', sha256: null, bytes };
  }

  isTooLarge(bytes: number): boolean {
    return bytes > this.maxFileSizeBytes;
  }

  /** The header's creation time, which tells a report run whether this file must be waited for (R13); null: unreadable. */
  async #creationTime(name: string, archiveKey: string): Promise<string | null> {
    const content = this.archive.read(archiveKey);
    try {
      for await (const events of readMigrationFile(name, content, { maxBytes: HEADER_BYTES })) {
        for (const event of events) if (event.type === 'header') return event.header.createdAt;
      }
    } catch {
      // The load will say what is wrong with the file.
    } finally {
      content.destroy();
    }
    return null;
  }
}

/** PostgreSQL's text takes no NUL, and no file name of a migration file has one. */
function storable(label: string): string {
  return label.replaceAll('\0', '\uFFFD');
}

/** Equal for names that may stand for one business key: the ids in a name may be written in several ways. */
function nameKey(name: string): string {
  try {
    const { name: _name, stem: _stem, ...parts } = parseFileName(name);
    return JSON.stringify(parts);
  } catch {
    return name;
  }
}
