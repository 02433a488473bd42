import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import { Archive } from '@app/archive';
import type { Explanation, Subject } from './explain.schemas';

/** Files that are searched, newest first, and bytes of each: an answer must not take minutes. */
const MOST_FILES = 300;
const MOST_BYTES_EACH = 32 * 1024 * 1024;

interface SuspectFile {
  id: string;
  name: string;
  state: string;
  code: string | null;
  reason: string | null;
  archive_key: string;
  problems: { record: number; field: string; code: string; message: string }[];
}

/** Looks for the subject in what was received and did not load, or did not load whole: the last place where it may be. */
@Injectable()
export class UnloadedSearch {
  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(Archive) private readonly archive: Archive,
  ) {}

  async find(subject: Subject): Promise<Explanation['setAside']> {
    const files = await this.database.query<SuspectFile[]>(SUSPECTS);
    const found: Explanation['setAside'] = [];
    for (const file of files) {
      if (await this.#names(file, spellingsOf(subject))) found.push(...verdictsOn(file));
    }
    return found;
  }

  async #names(file: SuspectFile, spellings: readonly string[]): Promise<boolean> {
    if (!(await this.archive.stat(file.archive_key))) return false;
    const longest = Math.max(...spellings.map(({ length }) => length));
    let carried = '';
    let bytes = 0;
    for await (const chunk of this.archive.read(file.archive_key) as AsyncIterable<Buffer>) {
      // The end of the chunk before comes along: a value may lie across two chunks.
      const text = carried + chunk.toString('latin1').toUpperCase();
      if (spellings.some((spelling) => text.includes(spelling))) return true;
      carried = text.slice(-longest);
      bytes += chunk.length;
      if (bytes > MOST_BYTES_EACH) return false;
    }
    return false;
  }
}

/** An EUI-64 may be written with or without hyphens, in either case. */
function spellingsOf({ kind, value }: Subject): string[] {
  const spelling = value.toUpperCase();
  return kind === 'chf' ? [spelling, spelling.replaceAll('-', '')] : [spelling];
}

function verdictsOn(file: SuspectFile): Explanation['setAside'] {
  const source = { fileId: file.id, file: file.name };
  if (file.state === 'received') {
    return [
      {
        source: { ...source, record: null },
        code: 'WAITING',
        why: 'The file names it and is not loaded yet',
      },
    ];
  }
  if (file.state === 'rejected') {
    return [
      { source: { ...source, record: null }, code: file.code ?? 'REJECTED', why: file.reason ?? 'Rejected' },
    ];
  }
  return file.problems.map(({ record, field, code, message }) => ({
    source: { ...source, record },
    code,
    why: `The file names it, and this record was set aside: ${field} ${message}`,
  }));
}

const SUSPECTS = `
  SELECT f.id, f.name, f.state, f.code, f.reason, f.archive_key,
         coalesce((SELECT json_agg(json_build_object('record', p.record_number, 'field', p.field, 'code', p.code,
                                                     'message', p.message) ORDER BY p.record_number)
                     FROM (SELECT * FROM source_file_problem p
                            WHERE p.source_file_id = f.id AND p.severity = 'set-aside'
                            ORDER BY record_number LIMIT 20) p), '[]') AS problems
    FROM source_file f
   WHERE f.archive_key IS NOT NULL AND (f.state IN ('received', 'rejected') OR f.set_aside_count > 0)
   ORDER BY f.id DESC LIMIT ${MOST_FILES}`;
