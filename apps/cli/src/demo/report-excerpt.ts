import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';

const LINES = 4;
const WIDTH = 110;

/** Where a report with several rows lies, and its first lines; undefined when nothing was issued. */
export async function reportExcerpt(
  database: Pool,
  deliveredFolder: string,
): Promise<{ path: string; lines: string[] } | undefined> {
  const { rows } = await database.query<{ folder: string; name: string }>(
    `SELECT folder, file_name AS name FROM issue ORDER BY report_id = 'S1MIG-005' DESC, row_count DESC, id LIMIT 1`,
  );
  const [issue] = rows;
  if (issue === undefined) return undefined;
  const path = join(issue.folder, issue.name);
  const text = await readFile(join(deliveredFolder, path), 'utf8');
  return { path, lines: text.split('\r\n').slice(0, LINES).map(shortened) };
}

function shortened(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}
