import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { closeConsoleSession, openConsoleSession } from '@app/database';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { loginPage } from '../console/pages/login.page';
import { AllowScopedViewers } from './allow.decorator';
import { Authenticator } from './authenticator';
import { SESSION_COOKIE } from './session-cookie';

export const SESSION_DURATION_MS = Symbol('SessionDurationMs');

const loginForm = z.object({
  token: z.string().trim().max(16_384).default(''),
  next: z.string().default('/'),
});

/** Lets a browser in: exchanges a token for a cookie that no script can read. */
@ApiExcludeController()
@Controller()
export class LoginController {
  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SESSION_DURATION_MS) private readonly durationMs: number,
  ) {}

  @Post('login')
  async login(
    @Body({ schema: loginForm }) form: z.output<typeof loginForm>,
    @Res() response: Response,
  ): Promise<void> {
    const credential = form.token === '' ? null : await this.authenticator.verify(form.token);
    const next = localPath(form.next);
    if (!credential) {
      response
        .status(401)
        .type('html')
        .send(loginPage(next, 'This token is not known, or not valid any more.'));
      return;
    }
    const { principal, apiKeyId, expiresAt } = credential;
    const until = Math.min(Date.now() + this.durationMs, expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
    const token = await openConsoleSession(this.dataSource, principal, apiKeyId, new Date(until));
    SESSION_COOKIE.set(response, token, new Date(until));
    response.redirect(303, next);
  }

  @Post('logout')
  @AllowScopedViewers()
  async logout(@Req() request: Request, @Res() response: Response): Promise<void> {
    const token = SESSION_COOKIE.read(request);
    if (token !== undefined) await closeConsoleSession(this.dataSource, token);
    SESSION_COOKIE.clear(response);
    response.redirect(303, '/');
  }
}

/** Where to go after signing in: a path of this service, never another site. */
function localPath(next: string): string {
  const url = URL.parse(next, 'http://here');
  return url?.host === 'here' && url.protocol === 'http:'
    ? url.pathname.replace(/^\/+/, '/') + url.search
    : '/';
}
