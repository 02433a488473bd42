import { Inject, Injectable } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import { catchError, defer, distinctUntilChanged, EMPTY, exhaustMap, map, shareReplay, timer } from 'rxjs';
import type { Observable } from 'rxjs';

/** How soon a page shows what happened. One query per process, however many browsers look on. */
const LOOK_EVERY_MS = 2_000;

/**
 * Says that something changed, not what: each browser then asks for what its user may see. A recipient-scoped viewer is
 * told of changes to its own Party's slots alone.
 */
@Injectable()
export class ChangeFeed {
  readonly #feeds = new Map<string | null, Observable<MessageEvent>>();

  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  changesFor(party: string | null): Observable<MessageEvent> {
    const known = this.#feeds.get(party);
    if (known) return known;
    const feed = this.#feedOf(party);
    this.#feeds.set(party, feed);
    return feed;
  }

  #feedOf(party: string | null): Observable<MessageEvent> {
    const look = defer(() =>
      party === null
        ? this.database.query<[{ fingerprint: string }]>(FINGERPRINT)
        : this.database.query<[{ fingerprint: string }]>(FINGERPRINT_OF_PARTY, [party]),
    );
    return timer(0, LOOK_EVERY_MS).pipe(
      // A database that is away changes nothing now; the next look tells.
      exhaustMap(() => look.pipe(catchError(() => EMPTY))),
      map(([{ fingerprint }]) => fingerprint),
      distinctUntilChanged(),
      map((fingerprint) => ({ data: fingerprint })),
      // Whoever comes later is told at once how things stand, and so misses nothing between page and feed.
      shareReplay({ bufferSize: 1, refCount: true }),
    );
  }
}

const FINGERPRINT = `
  SELECT md5(concat_ws(' ',
           (SELECT string_agg(state || n, ' ' ORDER BY state)
              FROM (SELECT state, count(*) AS n FROM slot WHERE state NOT IN ('delivered', 'nil') GROUP BY state) s),
           (SELECT max(id) FROM slot), (SELECT max(id) FROM issue), (SELECT max(delivered_at) FROM delivery),
           (SELECT count(*) FROM slot WHERE finished_at > now() - interval '1 day'),
           (SELECT max(id) FROM slot_failure), (SELECT max(id) FROM source_file),
           (SELECT count(*) FROM source_file WHERE state = 'received'),
           (SELECT count(*) FROM alert WHERE cleared_at IS NULL), (SELECT max(id) FROM alert))) AS fingerprint`;

const FINGERPRINT_OF_PARTY = `
  SELECT md5(coalesce(string_agg(concat_ws(' ', s.id, s.state, s.queued_at, s.finished_at, i.id), ',' ORDER BY s.id), '')) AS fingerprint
    FROM slot s JOIN recipient r ON r.user_id = s.recipient_id AND r.party_signifier = $1
    LEFT JOIN issue i ON i.slot_id = s.id
   WHERE s.slot_time > (SELECT max(slot_time) - interval '8 days' FROM slot WHERE slot_time <= now())
      OR s.finished_at > now() - interval '1 day' OR s.state NOT IN ('delivered', 'nil')`;
