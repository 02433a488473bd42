import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import { z } from 'zod';
import { AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { cursor, reportId, userId } from '../api/fields';
import { RecipientReader } from '../recipients/recipient-reader';
import { SlotReader } from '../slots/slot-reader';
import { recipientPage, recipientsPage } from './pages/recipients.page';

const REGISTER_ROWS = 100;
const registerQuery = z.object({ report: reportId.optional().catch(undefined), cursor });
const HTML = 'text/html; charset=utf-8';

@ApiExcludeController()
@Controller('recipients')
export class RecipientPagesController {
  constructor(
    @Inject(RecipientReader) private readonly recipients: RecipientReader,
    @Inject(SlotReader) private readonly slots: SlotReader,
  ) {}

  @Get()
  @AllowScopedViewers()
  @Header('Content-Type', HTML)
  async list(@Caller() caller: Principal): Promise<string> {
    return recipientsPage(await this.recipients.list(caller.party), caller);
  }

  @Get(':userId')
  @AllowScopedViewers()
  @Header('Content-Type', HTML)
  async show(
    @Param('userId', { schema: userId }) id: string,
    @Query({ schema: registerQuery }) query: z.output<typeof registerQuery>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const recipient = await this.recipients.find(id, caller.party);
    const register = await this.slots.list({ ...query, recipient: id, limit: REGISTER_ROWS }, caller.party);
    return recipientPage(recipient, register, query.report, caller);
  }
}
