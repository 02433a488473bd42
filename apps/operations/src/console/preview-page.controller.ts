import { Readable } from 'node:stream';
import { Controller, Get, Header, HttpException, Inject, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import { HOUR_MS, slotTimes, WEEK_MS } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import { z } from 'zod';
import { AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { reportId, userId } from '../api/fields';
import { readRows } from '../issues/issue-reader';
import { ReportPreviewer } from '../issues/report-previewer';
import { RecipientReader } from '../recipients/recipient-reader';
import { chosen } from './form-fields';
import { previewPage } from './pages/preview.page';
import type { PreviewForm, ShownPreview } from './pages/preview.page';

const SHOWN_ROWS = 200;
/** Holds far more than the rows that are shown. */
const LIMIT_BYTES = 1024 * 1024;
const previewForm = z.object({
  report: reportId.catch('S1MIG-001'),
  recipient: chosen(userId),
  at: chosen(z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)),
});

@ApiExcludeController()
@Controller('preview')
export class PreviewPageController {
  constructor(
    @Inject(ReportPreviewer) private readonly previewer: ReportPreviewer,
    @Inject(RecipientReader) private readonly recipients: RecipientReader,
  ) {}

  @Get()
  @AllowScopedViewers()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(
    @Query({ schema: previewForm }) { report, recipient, at }: z.output<typeof previewForm>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const recipients = await this.recipients.list(caller.party);
    const form = { report, recipient, at: at?.slice(0, 16) ?? nextSlotTime(report) };
    if (recipient === undefined || at === undefined) return previewPage(form, recipients, null, null, caller);
    try {
      return previewPage(form, recipients, await this.#preview({ ...form, recipient }, caller), null, caller);
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      return previewPage(form, recipients, null, error.message, caller);
    }
  }

  async #preview(form: PreviewForm & { recipient: string }, caller: Principal): Promise<ShownPreview> {
    const wish = { ...form, at: new Date(`${form.at}:00Z`) };
    const preview = await this.previewer.preview(wish, caller.party, LIMIT_BYTES);
    if (preview.kind === 'nil') return { preview, header: [], rows: [] };
    const whole = preview.isCut
      ? preview.content.subarray(0, preview.content.lastIndexOf('\n') + 1)
      : preview.content;
    return { preview, ...(await readRows(Readable.from([whole]), 1, SHOWN_ROWS)) };
  }
}

/** The next time at which the report is due, as `datetime-local` has it. */
function nextSlotTime(report: ReportId): string {
  const now = new Date();
  const [next] = slotTimes(report, now, new Date(now.getTime() + WEEK_MS + HOUR_MS));
  return (next ?? now).toISOString().slice(0, 16);
}
