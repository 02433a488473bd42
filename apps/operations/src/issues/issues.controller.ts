import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import type { z } from 'zod';
import { Allow, AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { Describe, DescribeFile } from '../api/describe.decorator';
import { attachment } from '../api/attachment';
import { rowId } from '../api/fields';
import type { Page } from '../api/page';
import {
  issueDiff,
  issuePage,
  issueQuery,
  issueSummary,
  reissueAnswer,
  reissueRequest,
} from './issue.schemas';
import type { IssueDiff, IssueQuery } from './issue.schemas';
import { IssueDiffer } from './issue-differ';
import { IssueReader } from './issue-reader';
import type { IssueSummary } from './issue-reader';
import { IssueReissuer } from './issue-reissuer';

@ApiTags('Issues')
@Controller('v1/issues')
export class IssuesController {
  constructor(
    @Inject(IssueReader) private readonly issues: IssueReader,
    @Inject(IssueDiffer) private readonly differ: IssueDiffer,
    @Inject(IssueReissuer) private readonly reissuer: IssueReissuer,
  ) {}

  @Get()
  @AllowScopedViewers()
  @Describe('List issues, newest first', issuePage)
  list(
    @Query({ schema: issueQuery }) query: IssueQuery,
    @Caller() caller: Principal,
  ): Promise<Page<IssueSummary>> {
    return this.issues.list(query, caller.party);
  }

  @Get(':id')
  @AllowScopedViewers()
  @Describe('One issue', issueSummary)
  find(@Param('id', { schema: rowId }) id: string, @Caller() caller: Principal): Promise<IssueSummary> {
    return this.issues.find(id, caller.party);
  }

  @Get(':id/file')
  @AllowScopedViewers()
  @DescribeFile('Download the file of an issue, byte for byte as it was issued', 'text/csv')
  async file(
    @Param('id', { schema: rowId }) id: string,
    @Caller() caller: Principal,
  ): Promise<StreamableFile> {
    const issue = await this.issues.find(id, caller.party);
    return new StreamableFile(await this.issues.open(issue), {
      type: 'text/csv; charset=utf-8',
      disposition: attachment(issue.fileName),
      length: Number(issue.sizeBytes),
    });
  }

  @Get(':id/diff')
  @AllowScopedViewers()
  @Describe(
    'What an issue has that the one before it in its series had not, and the other way round',
    issueDiff,
  )
  async diff(@Param('id', { schema: rowId }) id: string, @Caller() caller: Principal): Promise<IssueDiff> {
    return this.differ.diff(await this.issues.find(id, caller.party));
  }

  @Post(':id/reissue')
  @HttpCode(202)
  @Allow('operator')
  @Describe('Tell a delivered issue again under the next number', reissueAnswer, { status: 202 })
  async reissue(
    @Param('id', { schema: rowId }) id: string,
    @Body({ schema: reissueRequest }) { reason }: z.output<typeof reissueRequest>,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof reissueAnswer>> {
    const issue = await this.issues.find(id, caller.party);
    return { slotId: await this.reissuer.reissue(issue, reason, caller), reissues: id };
  }
}
