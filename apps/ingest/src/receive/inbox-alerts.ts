import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';

const KIND = 'INBOX_FILE_STAYS';

/** The index of open alerts takes no longer ones, and nobody reads more. */
const MAX_SUBJECT = 200;

/** Tells operators what stays in the inbox and why, once per file, until it is gone or taken. */
export class InboxAlerts {
  #told = '';

  constructor(private readonly dataSource: DataSource) {}

  /** @param reasons by path in the inbox: all that stays at present */
  async tell(reasons: ReadonlyMap<string, string>): Promise<void> {
    const told = JSON.stringify([...reasons]);
    if (told === this.#told) return;
    const subjects = [...reasons.keys()].map(subjectOf);
    await this.dataSource.query(
      `UPDATE alert SET cleared_at = now() WHERE kind = $1 AND cleared_at IS NULL AND NOT subject = ANY ($2)`,
      [KIND, subjects],
    );
    await this.dataSource.query(
      `INSERT INTO alert (kind, subject, message) SELECT $1, * FROM unnest($2::text[], $3::text[])
       ON CONFLICT DO NOTHING`,
      [KIND, subjects, [...reasons.values()]],
    );
    this.#told = told;
  }
}

/** Names come from outside: what would steer a terminal is written as an escape, and a long one is cut. */
function subjectOf(label: string): string {
  const escaped = label.replaceAll(/[\p{Cc}\p{Cf}]/gu, (found) => JSON.stringify(found).slice(1, -1));
  if (escaped.length <= MAX_SUBJECT) return escaped;
  const start = Array.from(escaped)
    .slice(0, MAX_SUBJECT / 2)
    .join('');
  return `${start}… (${createHash('sha256').update(label).digest('hex').slice(0, 16)})`;
}
