import { Controller, Get, Inject, NotFoundException, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import { ALL_REPORTS } from '@app/mrr';
import { previewReport } from '@app/reports';
import type { ProduceOptions } from '@app/reports';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { Describe } from '../api/describe.decorator';
import { instantText, reportId, userId } from '../api/fields';
import { RecipientReader } from '../recipients/recipient-reader';
import { PRODUCE_OPTIONS } from '../slots/slot-requeuer';

/** What one answer holds of a report at most; the figures speak of all of it. */
const LIMIT_BYTES = 1024 * 1024;

const previewQuery = z.strictObject({ report: reportId, recipient: userId, at: instantText });
const preview = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nil'), reason: z.string() }),
  z.object({
    kind: z.literal('report'),
    fileName: z.string().describe('As it would be if the report were issued now'),
    rowCount: z.int(),
    sizeBytes: z.int(),
    sha256: z.string(),
    content: z.string().describe('The file, or its beginning'),
    isCut: z.boolean(),
  }),
]);

@ApiTags('Preview and explain')
@Controller('v1/preview')
export class PreviewController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(RecipientReader) private readonly recipients: RecipientReader,
    @Inject(PRODUCE_OPTIONS) private readonly options: ProduceOptions,
  ) {}

  @Get()
  @AllowScopedViewers()
  @Describe('What a report would be at an instant, without using a number', preview)
  async find(
    @Query({ schema: previewQuery }) query: z.output<typeof previewQuery>,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof preview>> {
    const recipient = await this.recipients.find(query.recipient, caller.party);
    if (recipient.role === 'DNO' && !REPORTS_OF_DNOS.has(query.report)) {
      throw new NotFoundException(`${query.report} is not for Distribution Network Operators`);
    }
    const found = await previewReport(this.dataSource, this.options, {
      reportId: query.report,
      recipientId: query.recipient,
      at: new Date(query.at),
      now: new Date(),
      limitBytes: LIMIT_BYTES,
    });
    return found.kind === 'nil' ? found : { ...found, content: found.content.toString() };
  }
}

const REPORTS_OF_DNOS = new Set<string>(
  ALL_REPORTS.filter(({ recipients }) => recipients === 'supplier and DNO').map(({ id }) => id),
);
