import { Body, Controller, Get, Header, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import type { Response } from 'express';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { cursor, reason, rowId } from '../api/fields';
import { SourceFileReader } from '../source-files/source-file-reader';
import { SourceFileResubmitter } from '../source-files/source-file-resubmitter';
import { sourceFilePage, sourceFilesPage } from './pages/source-files.page';
import { SourceFileFiguresReader } from './source-files.figures';

const SHOWN_FILES = 100;
const listQuery = z.object({ withProblems: z.literal('true').optional().catch(undefined), cursor });
const noticeQuery = z.object({ notice: z.string().max(300).optional() });
const resubmitForm = z.object({ reason });
const HTML = 'text/html; charset=utf-8';

@ApiExcludeController()
@Controller('source-files')
export class SourceFilePagesController {
  constructor(
    @Inject(SourceFileReader) private readonly files: SourceFileReader,
    @Inject(SourceFileFiguresReader) private readonly figures: SourceFileFiguresReader,
    @Inject(SourceFileResubmitter) private readonly resubmitter: SourceFileResubmitter,
  ) {}

  @Get()
  @Allow('viewer')
  @Header('Content-Type', HTML)
  async list(
    @Query({ schema: listQuery }) query: z.output<typeof listQuery>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const files = await this.files.list({ ...query, limit: SHOWN_FILES });
    return sourceFilesPage(files, await this.figures.read(), query.withProblems === 'true', caller);
  }

  @Get(':id')
  @Allow('viewer')
  @Header('Content-Type', HTML)
  async show(
    @Param('id', { schema: rowId }) id: string,
    @Query({ schema: noticeQuery }) { notice }: z.output<typeof noticeQuery>,
    @Caller() caller: Principal,
  ): Promise<string> {
    return sourceFilePage(await this.files.find(id), notice ?? null, caller);
  }

  @Post(':id/resubmit')
  @Allow('operator')
  async resubmit(
    @Param('id', { schema: rowId }) id: string,
    @Body({ schema: resubmitForm }) form: z.output<typeof resubmitForm>,
    @Caller() caller: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const loaded = await this.resubmitter.resubmit(id, form.reason, caller);
    response.redirect(303, `/source-files/${loaded}?notice=Resubmitted`);
  }
}
