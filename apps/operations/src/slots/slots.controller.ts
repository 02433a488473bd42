import {
  BadRequestException,
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
import { Allow, AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { Describe } from '../api/describe.decorator';
import { rowId } from '../api/fields';
import type { Page } from '../api/page';
import { requeueAnswer, requeueRequest, slotDetail, slotPage, slotQuery } from './slot.schemas';
import type { RequeueAnswer, RequeueRequest, SlotQuery } from './slot.schemas';
import { SlotReader } from './slot-reader';
import type { SlotDetail, SlotSummary } from './slot-reader';
import { SlotRequeuer } from './slot-requeuer';

@ApiTags('Slots')
@Controller('v1/slots')
export class SlotsController {
  constructor(
    @Inject(SlotReader) private readonly slots: SlotReader,
    @Inject(SlotRequeuer) private readonly requeuer: SlotRequeuer,
  ) {}

  @Get()
  @AllowScopedViewers()
  @Describe('List slots, newest first', slotPage)
  list(
    @Query({ schema: slotQuery }) query: SlotQuery,
    @Caller() caller: Principal,
  ): Promise<Page<SlotSummary>> {
    return this.slots.list(query, caller.party);
  }

  @Post('requeue')
  @HttpCode(200)
  @Allow('operator')
  @Describe('Give unfinished or failed slots another try at the step where they stopped', requeueAnswer, {
    description: 'Name the slots by `ids` or by `filter`. Safe to repeat, also at once.',
  })
  requeue(
    @Body({ schema: requeueRequest }) request: RequeueRequest,
    @Caller() caller: Principal,
  ): Promise<RequeueAnswer> {
    if ((request.ids === undefined) === (request.filter === undefined)) {
      throw new BadRequestException(['Name the slots either by ids or by filter']);
    }
    return this.requeuer.requeue(request, caller);
  }

  @Get(':id')
  @AllowScopedViewers()
  @Describe('One slot with its history', slotDetail)
  async find(@Param('id', { schema: rowId }) id: string, @Caller() caller: Principal): Promise<SlotDetail> {
    const slot = await this.slots.find(id, caller.party);
    if (!slot) throw new NotFoundException(`There is no slot ${id}`);
    return slot;
  }
}
