import type { DataSource } from 'typeorm';
import { updateCounterGaps } from './counter-gaps';
import { raiseSourceStreamAlerts } from './source-stream.alerts';

/** Tells operators what needs them. Each alert is open once per subject, however often it is found. */
export class AlertRaiser {
  /** @param maCutOffSecondsIntoWeek R33: seconds after Monday 00:00:00 */
  constructor(
    private readonly dataSource: DataSource,
    private readonly maCutOffSecondsIntoWeek: number,
  ) {}

  /** @param comparesWithClock false when only past periods are run: then nothing is late by the real clock */
  async raise(now: Date, comparesWithClock: boolean): Promise<void> {
    await updateCounterGaps(this.dataSource);
    if (!comparesWithClock) return;
    await this.dataSource.query(OUTSIDE_REPORTING_DATES, [now]);
    await this.dataSource.query(LATE_SLOTS, [now]);
    await this.dataSource.query(CLEAR_LATE_SLOTS);
    await this.dataSource.query(UNANSWERED_AUTHORISATIONS, [now, this.maCutOffSecondsIntoWeek]);
    await raiseSourceStreamAlerts(this.dataSource, now);
  }
}

/** R10: outcomes wait for a recipient that may not be reported to today. */
const OUTSIDE_REPORTING_DATES = `
  INSERT INTO alert (kind, subject, message)
  SELECT 'OUTSIDE_REPORTING_DATES', r.user_id, 'Outcomes wait for this recipient, which is outside its reporting dates'
    FROM recipient r
   WHERE NOT utc_day($1) BETWEEN coalesce(r.reporting_from, '-infinity') AND coalesce(r.reporting_to, 'infinity')
     AND EXISTS (SELECT 1 FROM ledger_lot l WHERE l.recipient_id = r.user_id AND l.issue_id IS NULL)
  ON CONFLICT DO NOTHING`;

const LATE_SLOTS = `
  INSERT INTO alert (kind, subject, message)
  SELECT 'SLOT_LATE', 'slot ' || id, report_id || ' for ' || recipient_id || ' was due by '
         || to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' and is ' || state || coalesce(': ' || last_error, '')
    FROM slot
   WHERE state NOT IN ('delivered', 'nil', 'failed') AND due_at < $1
  ON CONFLICT DO NOTHING`;

const CLEAR_LATE_SLOTS = `
  UPDATE alert a SET cleared_at = now()
    FROM slot s
   WHERE a.kind = 'SLOT_LATE' AND a.cleared_at IS NULL AND s.id = substr(a.subject, length('slot ') + 1)::bigint
     AND s.state IN ('delivered', 'nil')`;

/** R33: received by the cut-off of the week, and no validation response on Thursday. */
const UNANSWERED_AUTHORISATIONS = `
  INSERT INTO alert (kind, subject, message)
  SELECT DISTINCT 'MA_UNANSWERED', m.ma_file_name, 'No validation response by Thursday to an authorisation received before the cut-off'
    FROM authorisation m
   WHERE m.created_at <= date_trunc('week', $1::timestamptz AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + $2 * interval '1 second'
     AND m.created_at > $1::timestamptz - interval '14 days'
     AND $1::timestamptz >= date_trunc('week', $1::timestamptz AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + interval '4 days'
     AND NOT EXISTS (SELECT 1 FROM authorisation_response r WHERE r.authorisation_id = m.id)
  ON CONFLICT DO NOTHING`;
