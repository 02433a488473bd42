import {
  Body,
  ConflictException,
  Controller,
  Get,
  Header,
  Inject,
  NotFoundException,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import type { Response } from 'express';
import { z } from 'zod';
import { Allow, AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { reason, rowId } from '../api/fields';
import { IssueReader } from '../issues/issue-reader';
import { IssueReissuer } from '../issues/issue-reissuer';
import { SlotReader } from '../slots/slot-reader';
import { SlotRequeuer } from '../slots/slot-requeuer';
import { slotPage } from './pages/slot.page';

const noticeQuery = z.object({ notice: z.string().max(300).optional() });
const requeueForm = z.object({ reason, rebuild: z.literal('true').optional() });
const reissueForm = z.object({ reason });

/** One slot, and what an operator may do with it. */
@ApiExcludeController()
@Controller('slots/:id')
export class SlotPagesController {
  constructor(
    @Inject(SlotReader) private readonly slots: SlotReader,
    @Inject(IssueReader) private readonly issues: IssueReader,
    @Inject(SlotRequeuer) private readonly requeuer: SlotRequeuer,
    @Inject(IssueReissuer) private readonly reissuer: IssueReissuer,
  ) {}

  @Get()
  @AllowScopedViewers()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(
    @Param('id', { schema: rowId }) id: string,
    @Query({ schema: noticeQuery }) { notice }: z.output<typeof noticeQuery>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const slot = await this.slots.find(id, caller.party);
    if (!slot) throw new NotFoundException(`There is no slot ${id}`);
    const issue = slot.issueId === null ? null : await this.issues.find(slot.issueId, caller.party);
    return slotPage(slot, issue, notice ?? null, caller);
  }

  @Post('requeue')
  @Allow('operator')
  async requeue(
    @Param('id', { schema: rowId }) id: string,
    @Body({ schema: requeueForm }) form: z.output<typeof requeueForm>,
    @Caller() caller: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const request = { ids: [id], reason: form.reason, rebuild: form.rebuild === 'true' };
    const { skipped } = await this.requeuer.requeue(request, caller);
    backToSlot(response, id, skipped[0] ? `Not requeued: ${skipped[0].reason}` : 'Requeued');
  }

  @Post('reissue')
  @Allow('operator')
  async reissue(
    @Param('id', { schema: rowId }) id: string,
    @Body({ schema: reissueForm }) form: z.output<typeof reissueForm>,
    @Caller() caller: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const slot = await this.slots.find(id, caller.party);
    if (!slot?.issueId) throw new ConflictException(`Slot ${id} has no issue to tell again`);
    const issue = await this.issues.find(slot.issueId, caller.party);
    const slotId = await this.reissuer.reissue(issue, form.reason, caller);
    backToSlot(response, slotId, `Tells issue ${issue.id} again under the next number`);
  }
}

/** A page to look at follows what was sent, so that reloading it sends nothing again. */
function backToSlot(response: Response, id: string, notice: string): void {
  response.redirect(303, `/slots/${id}?${new URLSearchParams({ notice }).toString()}`);
}
