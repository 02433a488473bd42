import { Body, Controller, Get, Header, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import type { Response } from 'express';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { AlertReader } from '../alerts/alert-reader';
import { reason, rowId } from '../api/fields';
import { alertsPage } from './pages/alerts.page';
import { linkTo } from './pages/parts';

const SHOWN_ALERTS = 500;
const alertsQuery = z.object({
  all: z.literal('true').optional().catch(undefined),
  notice: z.string().max(300).optional(),
});
const clearForm = z.object({ reason });

@ApiExcludeController()
@Controller('alerts')
export class AlertPagesController {
  constructor(@Inject(AlertReader) private readonly alerts: AlertReader) {}

  @Get()
  @Allow('viewer')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async list(
    @Query({ schema: alertsQuery }) { all, notice }: z.output<typeof alertsQuery>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const showsAll = all === 'true';
    const alerts = await this.alerts.list(showsAll ? null : true, SHOWN_ALERTS);
    return alertsPage(alerts, showsAll, notice ?? null, caller);
  }

  @Post(':id/clear')
  @Allow('operator')
  async clear(
    @Param('id', { schema: rowId }) id: string,
    @Body({ schema: clearForm }) form: z.output<typeof clearForm>,
    @Caller() caller: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const isCleared = await this.alerts.clear(id, form.reason, caller);
    response.redirect(
      303,
      linkTo('/alerts', { notice: isCleared ? `Alert ${id} closed` : 'It was closed already' }),
    );
  }
}
