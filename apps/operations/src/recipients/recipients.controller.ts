import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import { z } from 'zod';
import { AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { Describe } from '../api/describe.decorator';
import { userId } from '../api/fields';
import { recipientDetail, RecipientReader, recipientSummary } from './recipient-reader';
import type { RecipientDetail, RecipientSummary } from './recipient-reader';

@ApiTags('Recipients')
@Controller('v1/recipients')
export class RecipientsController {
  constructor(@Inject(RecipientReader) private readonly recipients: RecipientReader) {}

  @Get()
  @AllowScopedViewers()
  @Describe(
    'List recipients as the ruling master data has them',
    z.object({ items: z.array(recipientSummary) }),
  )
  async list(@Caller() caller: Principal): Promise<{ items: RecipientSummary[] }> {
    return { items: await this.recipients.list(caller.party) };
  }

  @Get(':userId')
  @AllowScopedViewers()
  @Describe('One recipient with its series of reports', recipientDetail)
  find(
    @Param('userId', { schema: userId }) id: string,
    @Caller() caller: Principal,
  ): Promise<RecipientDetail> {
    return this.recipients.find(id, caller.party);
  }
}
