import type { DataSource } from 'typeorm';

/**
 * Tells of missing counters and of originators that fell silent. Each once: what an operator has closed comes back only
 * if it happens anew. A gap that is filled, and a silence that ends, close themselves.
 */
export async function raiseSourceStreamAlerts(dataSource: DataSource, now: Date): Promise<void> {
  await dataSource.query(COUNTER_GAPS, [now]);
  await dataSource.query(CLEAR_COUNTER_GAPS);
  await dataSource.query(SILENT_ORIGINATORS);
  await dataSource.query(CLEAR_SILENT_ORIGINATORS);
}

const GAP_SUBJECT = `g.kind || ' of ' || g.originator || ' after ' || g.after_counter`;

/** Files may come out of order, so a gap counts after an hour. */
const COUNTER_GAPS = `
  INSERT INTO alert (kind, subject, message)
  SELECT 'COUNTER_GAP', ${GAP_SUBJECT}, 'No ' || g.kind || ' file of ' || g.originator || ' between the counters '
         || g.after_counter || ' and ' || g.before_counter || '; ask the originator for it'
    FROM counter_gap g
   WHERE g.finished_at < $1::timestamptz - interval '1 hour'
     AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.kind = 'COUNTER_GAP' AND a.subject = ${GAP_SUBJECT})
  ON CONFLICT DO NOTHING`;

const CLEAR_COUNTER_GAPS = `
  UPDATE alert SET cleared_at = now()
   WHERE kind = 'COUNTER_GAP' AND cleared_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM counter_gap g WHERE subject = ${GAP_SUBJECT})`;

const SILENT_SUBJECT = `s.kind || ' of ' || s.originator`;

const SILENT_ORIGINATORS = `
  INSERT INTO alert (kind, subject, message)
  SELECT 'ORIGINATOR_SILENT', ${SILENT_SUBJECT}, 'No ' || s.kind || ' file of ' || s.originator || ' since '
         || to_char(s.last_created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ', longer than three of its usual pauses'
    FROM silent_originator s
   WHERE NOT EXISTS (SELECT 1 FROM alert a
                      WHERE a.kind = 'ORIGINATOR_SILENT' AND a.subject = ${SILENT_SUBJECT}
                        AND a.raised_at > s.last_created_at)
  ON CONFLICT DO NOTHING`;

const CLEAR_SILENT_ORIGINATORS = `
  UPDATE alert SET cleared_at = now()
   WHERE kind = 'ORIGINATOR_SILENT' AND cleared_at IS NULL
     AND subject NOT IN (SELECT ${SILENT_SUBJECT} FROM silent_originator s)`;
