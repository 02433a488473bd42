import { Inject, Injectable } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { catchError, defer, distinctUntilChanged, EMPTY, exhaustMap, map, shareReplay, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { DataSource } from 'typeorm';

/** How soon a page shows what happened. One query per process, however many browsers look on. */
const LOOK_EVERY_MS = 2_000;

/** Says that something changed, not what: each browser then asks for what its user may see. */
@Injectable()
export class ChangeFeed {
  readonly changes: Observable<MessageEvent>;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    const look = defer(() => dataSource.query<[{ fingerprint: string }]>(FINGERPRINT));
    this.changes = timer(0, LOOK_EVERY_MS).pipe(
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
