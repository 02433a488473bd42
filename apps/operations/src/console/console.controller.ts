import { Controller, Get, Header, HttpException, Inject, Query, Sse } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { Allow, AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { AlertReader } from '../alerts/alert-reader';
import { isInDatabaseRange, plainText } from '../api/fields';
import { subjectOf } from '../explain/explain.schemas';
import { Explainer } from '../explain/explainer';
import { ChangeFeed } from './change-feed';
import { MigrationFiguresReader } from './migrations.reader';
import { explainPage } from './pages/explain.page';
import { migrationsPage } from './pages/migrations.page';
import { todayPage } from './pages/today.page';
import { TodayReader } from './today.reader';

const SHOWN_ALERTS = 50;
const todayQuery = z.object({ day: z.iso.date().refine(isInDatabaseRange).optional().catch(undefined) });
const explainForm = z.object({
  kind: z.enum(['mpan', 'mprn', 'chf', 'authorisation']).catch('mpan'),
  value: plainText().trim().max(120).default(''),
});
const HTML = 'text/html; charset=utf-8';

/** The pages that only show something. */
@ApiExcludeController()
@Controller()
export class ConsoleController {
  constructor(
    @Inject(TodayReader) private readonly today: TodayReader,
    @Inject(AlertReader) private readonly alerts: AlertReader,
    @Inject(MigrationFiguresReader) private readonly migrations: MigrationFiguresReader,
    @Inject(Explainer) private readonly explainer: Explainer,
    @Inject(ChangeFeed) private readonly feed: ChangeFeed,
  ) {}

  @Get()
  @AllowScopedViewers()
  @Header('Content-Type', HTML)
  async showToday(
    @Query({ schema: todayQuery }) { day }: z.output<typeof todayQuery>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const today = await this.today.read(day === undefined ? null : new Date(day), caller.party);
    const alerts = caller.party === null ? await this.alerts.list(true, SHOWN_ALERTS) : null;
    return todayPage(today, alerts, caller);
  }

  @Get('migrations')
  @Allow('viewer')
  @Header('Content-Type', HTML)
  async showMigrations(@Caller() caller: Principal): Promise<string> {
    return migrationsPage(await this.migrations.read(), caller);
  }

  @Get('explain')
  @AllowScopedViewers()
  @Header('Content-Type', HTML)
  async showExplanation(
    @Query({ schema: explainForm }) typed: z.output<typeof explainForm>,
    @Caller() caller: Principal,
  ): Promise<string> {
    if (typed.value === '') return explainPage(typed, null, null, caller);
    try {
      const answer = await this.explainer.explain(subjectOf({ [typed.kind]: typed.value }), caller.party);
      return explainPage(typed, answer, null, caller);
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      return explainPage(typed, null, 'This is not in the form of what you look for.', caller);
    }
  }

  @Sse('events')
  @AllowScopedViewers()
  events(@Caller() caller: Principal): Observable<MessageEvent> {
    return this.feed.changesFor(caller.party);
  }
}
