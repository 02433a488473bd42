import {
  Controller,
  Get,
  Inject,
  NotFoundException,
  PayloadTooLargeException,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import { z } from 'zod';
import { AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { attachment } from '../api/attachment';
import { Describe, DescribeFile } from '../api/describe.decorator';
import { instantText, reportId, userId } from '../api/fields';
import { ReportPreviewer } from './report-previewer';

/** What one answer holds of a report at most; the figures speak of all of it. */
const LIMIT_BYTES = 1024 * 1024;
/** It is held in memory until it is sent. */
const FILE_LIMIT_BYTES = 64 * 1024 * 1024;

const previewQuery = z.strictObject({ report: reportId, recipient: userId, at: instantText });
type PreviewQuery = z.output<typeof previewQuery>;
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
  constructor(@Inject(ReportPreviewer) private readonly previewer: ReportPreviewer) {}

  @Get()
  @AllowScopedViewers()
  @Describe('What a report would be at an instant, without using a number', preview)
  async find(
    @Query({ schema: previewQuery }) query: PreviewQuery,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof preview>> {
    const wish = { ...query, at: new Date(query.at) };
    const found = await this.previewer.preview(wish, caller.party, LIMIT_BYTES);
    return found.kind === 'nil' ? found : { ...found, content: found.content.toString() };
  }

  @Get('file')
  @AllowScopedViewers()
  @DescribeFile('Download a preview; it has no number of its own and is delivered to nobody', 'text/csv')
  async file(
    @Query({ schema: previewQuery }) query: PreviewQuery,
    @Caller() caller: Principal,
  ): Promise<StreamableFile> {
    const wish = { ...query, at: new Date(query.at) };
    const found = await this.previewer.preview(wish, caller.party, FILE_LIMIT_BYTES);
    if (found.kind === 'nil') throw new NotFoundException(`There would be no report: ${found.reason}`);
    if (found.isCut)
      throw new PayloadTooLargeException(`Previews above ${FILE_LIMIT_BYTES} bytes are not kept`);
    return new StreamableFile(found.content, {
      type: 'text/csv; charset=utf-8',
      disposition: attachment(`PREVIEW_${found.fileName}`),
      length: found.content.length,
    });
  }
}
