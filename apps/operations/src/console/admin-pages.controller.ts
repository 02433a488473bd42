import { Body, Controller, Get, Header, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  createApiKey,
  listApiKeys,
  OPERATOR_ROLES,
  readLatestOperatorActions,
  revokeApiKey,
  verifyOperatorActions,
} from '@app/database';
import type { Principal } from '@app/database';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { reason, rowId, plainText } from '../api/fields';
import { RecipientReader } from '../recipients/recipient-reader';
import { chosen, dayEnd, dayStart } from './form-fields';
import { apiKeysPage } from './pages/api-keys.page';
import type { NewKey } from './pages/api-keys.page';
import { auditPage } from './pages/audit.page';
import { linkTo } from './pages/parts';

const SHOWN_ENTRIES = 100;
const auditQuery = z.object({
  actor: chosen(plainText().trim().min(1).max(200)),
  action: chosen(plainText().trim().min(1).max(100)),
  from: chosen(z.iso.date()),
  to: chosen(z.iso.date()),
  before: chosen(rowId),
});
const keysQuery = z.object({ notice: z.string().max(300).optional() });
const keyForm = z.object({
  name: z.string().trim().min(1).max(100),
  role: z.enum(OPERATOR_ROLES),
  party: z.string().max(100).default(''),
  expiresOn: z.union([z.iso.date(), z.literal('')]).default(''),
});
const revokeForm = z.object({ reason });
const HTML = 'text/html; charset=utf-8';

/** What administrators alone see: who changed what, and who holds a key. */
@ApiExcludeController()
@Controller()
export class AdminPagesController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(RecipientReader) private readonly recipients: RecipientReader,
  ) {}

  @Get('audit')
  @Allow('administrator')
  @Header('Content-Type', HTML)
  async audit(
    @Query({ schema: auditQuery }) { before, ...filter }: z.output<typeof auditQuery>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const [from, to] = [dayStart(filter.from), dayEnd(filter.to)].map((text) =>
      text ? new Date(text) : undefined,
    );
    const wanted = { ...filter, from, to, before: before ?? null, limit: SHOWN_ENTRIES };
    const entries = await readLatestOperatorActions(this.dataSource, wanted);
    const next = entries.length < SHOWN_ENTRIES ? null : (entries.at(-1)?.sequence ?? null);
    return auditPage(entries, filter, await verifyOperatorActions(this.dataSource), next, caller);
  }

  @Get('api-keys')
  @Allow('administrator')
  @Header('Content-Type', HTML)
  keys(
    @Query({ schema: keysQuery }) { notice }: z.output<typeof keysQuery>,
    @Caller() caller: Principal,
  ): Promise<string> {
    return this.#keysPage(null, notice ?? null, caller);
  }

  /** Answers with the page itself and no redirect: the secret is in no address and in no history. */
  @Post('api-keys')
  @Allow('administrator')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', 'no-store')
  async createKey(
    @Body({ schema: keyForm }) { name, role, party, expiresOn }: z.output<typeof keyForm>,
    @Caller() caller: Principal,
  ): Promise<string> {
    const key = {
      name,
      role,
      party: party === '' ? null : party,
      expiresAt: expiresOn === '' ? null : new Date(expiresOn),
    };
    try {
      const { secret } = await createApiKey(this.dataSource, key, caller.name);
      return await this.#keysPage({ name, secret }, null, caller);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return this.#keysPage(null, error.message, caller);
    }
  }

  @Post('api-keys/:id/revoke')
  @Allow('administrator')
  async revokeKey(
    @Param('id', { schema: rowId }) id: string,
    @Body({ schema: revokeForm }) form: z.output<typeof revokeForm>,
    @Caller() caller: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const isRevoked = await revokeApiKey(this.dataSource, id, caller.name, form.reason);
    response.redirect(
      303,
      linkTo('/api-keys', { notice: isRevoked ? 'Revoked' : 'There is no such live key' }),
    );
  }

  async #keysPage(created: NewKey | null, notice: string | null, caller: Principal): Promise<string> {
    const parties = new Map(
      (await this.recipients.list(null)).map(({ partySignifier, partyName }) => [partySignifier, partyName]),
    );
    const choices = [...parties].map(([value, name]) => ({ value, text: `${name} (${value})` }));
    return apiKeysPage(await listApiKeys(this.dataSource), choices, created, notice, caller);
  }
}
