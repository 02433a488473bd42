import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { Describe, DescribeNoContent } from '../api/describe.decorator';
import { limit, reason, rowId } from '../api/fields';
import { AlertReader, alertSchema } from './alert-reader';
import type { Alert } from './alert-reader';

const alertQuery = z.strictObject({ open: z.enum(['true', 'false']).optional(), limit });
const clearRequest = z.strictObject({ reason });

@ApiTags('Alerts')
@Controller('v1/alerts')
export class AlertsController {
  constructor(@Inject(AlertReader) private readonly alerts: AlertReader) {}

  @Get()
  @Allow('viewer')
  @Describe('List alerts, newest first', z.object({ items: z.array(alertSchema) }))
  async list(@Query({ schema: alertQuery }) query: z.output<typeof alertQuery>): Promise<{ items: Alert[] }> {
    const isOpen = query.open === undefined ? null : query.open === 'true';
    return { items: await this.alerts.list(isOpen, query.limit) };
  }

  @Post(':id/clear')
  @HttpCode(204)
  @Allow('operator')
  @DescribeNoContent('Close an alert that needs nobody any more', 'Closed')
  async clear(
    @Param('id', { schema: rowId }) id: string,
    @Body({ schema: clearRequest }) request: z.output<typeof clearRequest>,
    @Caller() caller: Principal,
  ): Promise<void> {
    if (!(await this.alerts.clear(id, request.reason, caller))) {
      throw new NotFoundException(`There is no open alert ${id}`);
    }
  }
}
