import { Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Archive } from '@app/archive';
import type { UpkeepConfig } from '@app/config';
import { closeAlertsOfWholeIssues, findDamagedIssues, mendIssue, pruneIssueCopies } from '@app/reports';
import type { ProduceOptions } from '@app/reports';
import type { DataSource } from 'typeorm';

/** Issues that one round looks at: a large archive is looked through in many rounds, at a bounded cost. */
const ISSUES_PER_ROUND = 5_000;
/** No writer pauses for so long: a load may take an hour, a build half of one, and an upload ends when it stands still. */
const ORPHAN_AFTER_MS = 6 * 3_600_000;
/** How often it is asked whether a round is due; rounds may be further apart, never closer. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Looks after the archive: makes lost files again or tells that it cannot, removes what crashed writers left behind and
 * copies that were kept long enough. Of all workers one makes the round when it is due.
 */
export class ArchiveKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger(ArchiveKeeper.name);
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly archive: Archive,
    private readonly produce: ProduceOptions,
    private readonly config: UpkeepConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.#schedule();
  }

  async onModuleDestroy(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  #schedule(): void {
    const pauseMs = Math.min(this.config.checkIntervalMs, LONGEST_PAUSE_MS);
    this.#timer = setTimeout(() => {
      this.#round = this.roundIfDue()
        .catch((error: unknown) =>
          this.#logger.warn(`The archive cannot be looked after now: ${String(error)}`),
        )
        .finally(() => {
          if (!this.#isStopping) this.#schedule();
        });
    }, pauseMs);
  }

  async roundIfDue(): Promise<void> {
    // Whoever moves the time makes the round; one that dies in it leaves the rest to the next.
    const [[due]] = await this.dataSource.query<[{ checked_issue_id: string }[], number]>(
      `UPDATE archive_upkeep SET started_at = now()
        WHERE started_at <= now() - $1 * interval '1 millisecond' RETURNING checked_issue_id`,
      [this.config.checkIntervalMs],
    );
    if (!due) return;
    await closeAlertsOfWholeIssues(this.dataSource, this.archive);
    await this.#mend({ afterId: '0', undelivered: true });
    const { checked, lastId } = await this.#mend({ afterId: due.checked_issue_id });
    const reached = checked < ISSUES_PER_ROUND ? '0' : lastId; // from the beginning again
    await this.dataSource.query('UPDATE archive_upkeep SET checked_issue_id = $1', [reached]);
    if (this.#isStopping) return;
    const orphans = await this.archive.removeOrphanTemps(ORPHAN_AFTER_MS);
    if (orphans > 0) this.#logger.warn(`Removed ${orphans} unfinished files of writers that crashed`);
    await pruneIssueCopies(this.dataSource, this.config.copyRetentionMs);
  }

  async #mend(which: {
    afterId: string;
    undelivered?: boolean;
  }): Promise<{ checked: number; lastId: string }> {
    const found = await findDamagedIssues(this.dataSource, this.archive, {
      ...which,
      limit: ISSUES_PER_ROUND,
    });
    for (const damaged of found.damaged) {
      if (this.#isStopping) break;
      const isMended = await mendIssue(this.dataSource, this.archive, this.produce, damaged);
      const what = `The file of issue ${damaged.issueId} (${damaged.damage} in the archive)`;
      if (isMended) this.#logger.warn(`${what} was made again`);
      else this.#logger.error(`${what} cannot be made again`);
    }
    return found;
  }
}
