import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import type { SlotSummary } from '../slots/slot-reader';

/** Minutes of finished slots from which the pace is told. */
const PACE_MINUTES = 10;

/** What is late or failed, why, and when it is likely done. */
export interface LateSlot extends SlotSummary {
  readonly why: string;
  /** Null: it does not move by itself, or nothing has moved lately. */
  readonly doneAt: Date | null;
}

export interface Pace {
  /** Slots of all days that are neither done nor failed. */
  readonly unfinished: number;
  readonly perMinute: number;
}

interface Standing {
  id: string;
  /** Place in the order in which the workers take unfinished slots, from 1. */
  position: number;
  /** A slot of the same series that is issued before it. */
  waits_for: string | null;
  failures: number;
}

/** Where late slots stand among all that is to be done. */
@Injectable()
export class LateSlotsReader {
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  /** @param party whose unfinished slots are counted; null: all */
  async pace(party: string | null): Promise<Pace> {
    const [pace] = await this.database.query<[Pace]>(
      `SELECT (SELECT count(*)::int FROM slot WHERE state NOT IN ('delivered', 'nil', 'failed')
                  AND ($1::text IS NULL OR recipient_id IN (SELECT user_id FROM recipient WHERE party_signifier = $1))
              ) AS unfinished,
              (SELECT count(*)::float / ${PACE_MINUTES} FROM slot
                WHERE finished_at > now() - interval '${PACE_MINUTES} minutes' AND state <> 'failed') AS "perMinute"`,
      [party],
    );
    return pace;
  }

  /** @param tellsOthers also how many slots of other Parties are before them */
  async explain(
    slots: readonly SlotSummary[],
    pace: Pace,
    tellsOthers: boolean,
    now = new Date(),
  ): Promise<LateSlot[]> {
    if (slots.length === 0) return [];
    const standings = await this.database.query<Standing[]>(STANDINGS, [slots.map(({ id }) => id)]);
    const byId = new Map(standings.map((standing) => [standing.id, standing]));
    return slots.map((slot) => {
      const standing = byId.get(slot.id);
      return {
        ...slot,
        why: whyLate(slot, standing, pace, tellsOthers),
        doneAt: doneAt(slot, standing, pace, now),
      };
    });
  }
}

/** What is built is delivered first, then the oldest slot is built first. */
const STANDINGS = `
  WITH ranked AS (
    SELECT id, row_number() OVER (
             ORDER BY array_position(ARRAY['delivering', 'built', 'building'], state), slot_time, id)::int AS position
      FROM slot WHERE state NOT IN ('delivered', 'nil', 'failed'))
  SELECT s.id, coalesce(r.position, 0) AS position,
         (SELECT earlier.id FROM slot earlier
           WHERE earlier.report_id = s.report_id AND earlier.recipient_id = s.recipient_id
             AND (earlier.slot_time, earlier.id) < (s.slot_time, s.id)
             AND earlier.state IN ('planned', 'queued', 'building')
           ORDER BY earlier.slot_time, earlier.id LIMIT 1) AS waits_for,
         (SELECT count(*)::int FROM slot_failure f WHERE f.slot_id = s.id) AS failures
    FROM slot s LEFT JOIN ranked r USING (id) WHERE s.id = ANY ($1::bigint[])`;

function whyLate(
  slot: SlotSummary,
  standing: Standing | undefined,
  { perMinute }: Pace,
  tellsOthers: boolean,
): string {
  const { state, lastErrorCode, lastError } = slot;
  if (state === 'failed')
    return `Failed: ${lastErrorCode ?? ''} ${lastError ?? ''}; it waits for somebody to requeue it`;
  const before = Math.max(0, (standing?.position ?? 1) - 1);
  const queue = !tellsOthers ? '' : before === 0 ? ' (nothing is before it)' : ` (${before} before it)`;
  const stands = perMinute === 0 ? `; no slot has been finished in ${PACE_MINUTES} minutes` : '';
  const tried =
    standing && standing.failures > 0
      ? `. Tried ${standing.failures} times, last ${lastErrorCode ?? ''} ${lastError ?? ''}`
      : '';
  const isUnbuilt = state === 'planned' || state === 'queued' || state === 'building';
  if (isUnbuilt && standing?.waits_for) {
    return `Its series is issued in order: slot ${standing.waits_for} comes first${queue}${stands}${tried}`;
  }
  switch (state) {
    case 'planned':
      return `Planned and not rung for: is a report-scheduler running?${queue}${stands}${tried}`;
    case 'queued':
      return `Waits for a free report-worker${queue}${stands}${tried}`;
    case 'building':
      return `Being built${queue}${stands}${tried}`;
    case 'built':
      return `Built; waits for its delivery${queue}${stands}${tried}`;
    case 'delivering':
      return `Being delivered; not read back yet${stands}${tried}`;
    case 'delivered':
    case 'nil':
      return 'Done after its deadline';
  }
}

function doneAt(
  { state }: SlotSummary,
  standing: Standing | undefined,
  { perMinute }: Pace,
  now: Date,
): Date | null {
  if (state === 'failed' || perMinute === 0 || !standing || standing.position === 0) return null;
  return new Date(now.getTime() + (standing.position / perMinute) * 60_000);
}
