import { Controller, Get, Header, Inject, NotFoundException, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import { z } from 'zod';
import { AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { rowId } from '../api/fields';
import { IssueDiffer } from '../issues/issue-differ';
import { IssueReader, readRows } from '../issues/issue-reader';
import type { FileRows, IssueSummary } from '../issues/issue-reader';
import { diffPage, issuePage } from './pages/issue.page';

const SHOWN_ROWS = 100;
const rowsQuery = z.object({ from: z.coerce.number().int().min(1).max(10_000_000).catch(1) });
const HTML = 'text/html; charset=utf-8';

/** What an issue holds, and what changed in it. */
@ApiExcludeController()
@Controller('issues/:id')
export class IssuePagesController {
  constructor(
    @Inject(IssueReader) private readonly issues: IssueReader,
    @Inject(IssueDiffer) private readonly differ: IssueDiffer,
  ) {}

  @Get()
  @AllowScopedViewers()
  @Header('Content-Type', HTML)
  async show(
    @Param('id', { schema: rowId }) id: string,
    @Query({ schema: rowsQuery }) { from }: z.output<typeof rowsQuery>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const issue = await this.issues.find(id, caller.party);
    return issuePage(issue, await this.#rows(issue, from), SHOWN_ROWS, caller);
  }

  @Get('diff')
  @AllowScopedViewers()
  @Header('Content-Type', HTML)
  async diff(@Param('id', { schema: rowId }) id: string, @Caller() caller: Principal): Promise<string> {
    const issue = await this.issues.find(id, caller.party);
    return diffPage(issue, await this.differ.diff(issue), caller);
  }

  /** Null: the archive has lost the file. */
  async #rows(issue: IssueSummary, from: number): Promise<FileRows | null> {
    try {
      return await readRows(await this.issues.open(issue), from, SHOWN_ROWS);
    } catch (error) {
      if (error instanceof NotFoundException) return null;
      throw error;
    }
  }
}
