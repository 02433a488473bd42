import { Body, Controller, Get, Header, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { roleIncludes } from '@app/database';
import type { Principal } from '@app/database';
import type { Response } from 'express';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { cursor, reason, reportId, rowId, userId } from '../api/fields';
import { IssueReader } from '../issues/issue-reader';
import { RecipientReader } from '../recipients/recipient-reader';
import { REQUESTERS } from '../releases/release.schemas';
import { Releaser } from '../releases/releaser';
import { chosen, oneOrMore } from './form-fields';
import { linkTo } from './pages/parts';
import { releasesPage } from './pages/releases.page';

const SHOWN_ISSUES = 25;
const SHOWN_RELEASES = 200;
const releasesQuery = z.object({
  report: chosen(reportId),
  recipient: chosen(userId),
  cursor,
  notice: z.string().max(300).optional(),
});
const releaseForm = z.object({
  issueIds: oneOrMore(rowId).default([]),
  requester: z.enum(REQUESTERS),
  reason,
});

@ApiExcludeController()
@Controller('releases')
export class ReleasePagesController {
  constructor(
    @Inject(Releaser) private readonly releaser: Releaser,
    @Inject(IssueReader) private readonly issues: IssueReader,
    @Inject(RecipientReader) private readonly recipients: RecipientReader,
  ) {}

  @Get()
  @Allow('viewer')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(
    @Query({ schema: releasesQuery }) { notice, ...filter }: z.output<typeof releasesQuery>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const issues = roleIncludes(caller.role, 'operator')
      ? await this.issues.list({ ...filter, limit: SHOWN_ISSUES }, null)
      : { items: [], next: null };
    const recipients = await this.recipients.list(null);
    const releases = await this.releaser.list(SHOWN_RELEASES);
    return releasesPage(releases, issues, filter, recipients, notice ?? null, caller);
  }

  @Post()
  @Allow('operator')
  async release(
    @Body({ schema: releaseForm }) form: z.output<typeof releaseForm>,
    @Caller() caller: Principal,
    @Res() response: Response,
  ): Promise<void> {
    response.redirect(303, linkTo('/releases', { notice: await this.#release(form, caller) }));
  }

  async #release(form: z.output<typeof releaseForm>, caller: Principal): Promise<string> {
    if (form.issueIds.length === 0) return 'Choose at least one issue';
    const { items } = await this.releaser.release(form, caller);
    const failed = items.filter(({ deliveredAt }) => deliveredAt === null).length;
    return failed === 0
      ? `${items.length} released`
      : `${failed} of ${items.length} did not arrive; see below`;
  }
}
