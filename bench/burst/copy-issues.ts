import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportId } from '@app/mrr';
import type { Client } from 'pg';
import { psqlCopy, psqlScript } from '../harness/psql-copy';
import { reportQuery } from '../harness/report-query';
import { withClient } from '../harness/with-client';

interface Issue {
  id: string;
  report_id: ReportId;
  recipient_id: string;
  role: 'SUPPLIER' | 'DNO';
  slot_time: Date;
  cause: string;
  cut_off: Date;
}

export interface PsqlTimes {
  /** One psql that copies all files, one after another: the limit. */
  readonly oneProcess: number;
  /** One psql a file, as a script would. */
  readonly processPerFile: number;
}

/** Copies the rows of every issue in the database to a file of its own by psql, from the same statements. */
export async function copyIssues(databaseUrl: string, folder: string): Promise<PsqlTimes> {
  const queries = await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<Issue>(`
      SELECT i.id, i.report_id, i.recipient_id, r.role, s.slot_time, s.cause, s.cut_off
        FROM issue i JOIN slot s ON s.id = i.slot_id JOIN recipient r ON r.user_id = i.recipient_id
       WHERE s.state = 'delivered' ORDER BY i.id`);
    const found = [];
    for (const issue of rows) {
      found.push({ query: await queryOf(client, issue), file: join(folder, `${issue.id}.csv`) });
    }
    return found;
  });
  await mkdir(folder, { recursive: true });
  try {
    const script = join(folder, 'copy.sql');
    await writeFile(script, psqlScript(queries));
    const oneProcess = await psqlCopy(databaseUrl, { script });
    let processPerFile = 0;
    for (const { query, file } of queries) processPerFile += await psqlCopy(databaseUrl, { query, file });
    return { oneProcess, processPerFile };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function queryOf(client: Client, issue: Issue): Promise<string> {
  return reportQuery(client, issue.report_id, {
    recipientId: issue.recipient_id,
    recipientRole: issue.role,
    slotTime: issue.slot_time,
    cause: issue.cause,
    cutOff: issue.cut_off,
    issueId: issue.id,
    settings: { dnoSeesGasMeter: true, tieBreakKey: 'any key of sixteen characters' },
  });
}
