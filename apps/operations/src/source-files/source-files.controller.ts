import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import type { z } from 'zod';
import { Allow } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { attachment } from '../api/attachment';
import { Describe, DescribeFile } from '../api/describe.decorator';
import { rowId } from '../api/fields';
import type { Page } from '../api/page';
import {
  resubmitAnswer,
  resubmitRequest,
  sourceFileDetail,
  sourceFilePage,
  sourceFileQuery,
} from './source-file.schemas';
import type { SourceFileQuery } from './source-file.schemas';
import { SourceFileReader } from './source-file-reader';
import type { SourceFileDetail, SourceFileSummary } from './source-file-reader';
import { SourceFileResubmitter } from './source-file-resubmitter';

/** Source files name installations of all Parties, so recipient-scoped viewers are refused. */
@ApiTags('Source files')
@Controller('v1/source-files')
export class SourceFilesController {
  constructor(
    @Inject(SourceFileReader) private readonly files: SourceFileReader,
    @Inject(SourceFileResubmitter) private readonly resubmitter: SourceFileResubmitter,
  ) {}

  @Get()
  @Allow('viewer')
  @Describe('List received files, newest first', sourceFilePage)
  list(@Query({ schema: sourceFileQuery }) query: SourceFileQuery): Promise<Page<SourceFileSummary>> {
    return this.files.list(query);
  }

  @Get(':id')
  @Allow('viewer')
  @Describe('One file with the problems found in it', sourceFileDetail)
  find(@Param('id', { schema: rowId }) id: string): Promise<SourceFileDetail> {
    return this.files.find(id);
  }

  @Get(':id/file')
  @Allow('viewer')
  @DescribeFile('Download a file as it was received', 'application/octet-stream')
  async file(@Param('id', { schema: rowId }) id: string): Promise<StreamableFile> {
    const { name } = await this.files.find(id);
    return new StreamableFile(await this.files.open(id), { disposition: attachment(name) });
  }

  @Post(':id/resubmit')
  @HttpCode(202)
  @Allow('operator')
  @Describe('Have a rejected or waiting file loaded again', resubmitAnswer, { status: 202 })
  async resubmit(
    @Param('id', { schema: rowId }) id: string,
    @Body({ schema: resubmitRequest }) { reason }: z.output<typeof resubmitRequest>,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof resubmitAnswer>> {
    return { id: await this.resubmitter.resubmit(id, reason, caller) };
  }
}
