import { Body, Controller, Get, Header, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SLOT_STATES } from '@app/database';
import type { Principal } from '@app/database';
import type { Response } from 'express';
import { z } from 'zod';
import { Allow, AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { cursor, reason, reportId, rowId, userId } from '../api/fields';
import { RecipientReader } from '../recipients/recipient-reader';
import { SlotReader } from '../slots/slot-reader';
import { SlotRequeuer } from '../slots/slot-requeuer';
import { chosen, dayEnd, dayStart, oneOrMore } from './form-fields';
import { linkTo } from './pages/parts';
import { slotsPage } from './pages/slots.page';

const SHOWN_SLOTS = 100;
const slotFilter = z.object({
  report: chosen(reportId),
  recipient: chosen(userId),
  state: chosen(z.enum(SLOT_STATES)),
  late: chosen(z.enum(['true', 'false'])),
  from: chosen(z.iso.date()),
  to: chosen(z.iso.date()),
  cursor,
  notice: z.string().max(300).optional(),
});
const requeueForm = z.object({ ids: oneOrMore(rowId).pipe(z.array(rowId).min(1).max(SHOWN_SLOTS)), reason });

/** All slots, by filter, and several of them tried again at once. */
@ApiExcludeController()
@Controller('slots')
export class SlotListController {
  constructor(
    @Inject(SlotReader) private readonly slots: SlotReader,
    @Inject(RecipientReader) private readonly recipients: RecipientReader,
    @Inject(SlotRequeuer) private readonly requeuer: SlotRequeuer,
  ) {}

  @Get()
  @AllowScopedViewers()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async list(
    @Query({ schema: slotFilter }) { notice, ...filter }: z.output<typeof slotFilter>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const query = { ...filter, from: dayStart(filter.from), to: dayEnd(filter.to), limit: SHOWN_SLOTS };
    const found = await this.slots.list(query, caller.party);
    return slotsPage(found, filter, await this.recipients.list(caller.party), notice ?? null, caller);
  }

  @Post('requeue')
  @Allow('operator')
  async requeue(
    @Body({ schema: requeueForm }) form: z.output<typeof requeueForm>,
    @Caller() caller: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const { requeued, skipped } = await this.requeuer.requeue({ ...form, rebuild: false }, caller);
    const why = skipped[0] ? `, ${skipped.length} skipped: ${skipped[0].reason}` : '';
    response.redirect(303, linkTo('/slots', { notice: `${requeued.length} requeued${why}` }));
  }
}
