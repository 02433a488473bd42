import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { findApiKey, findConsoleSession } from '@app/database';
import type { Principal } from '@app/database';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { OidcVerifier } from './oidc-verifier';
import { SESSION_COOKIE } from './session-cookie';

export const BOOTSTRAP_TOKEN = Symbol('BootstrapToken');

export interface Credential {
  readonly principal: Principal;
  readonly apiKeyId: string | null;
  /** When it ends by itself; null: it does not. */
  readonly expiresAt: Date | null;
}

/** Finds out who sent a request: a bearer token counts before the browser's cookie. */
@Injectable()
export class Authenticator {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(OidcVerifier) private readonly oidc: OidcVerifier,
    @Inject(BOOTSTRAP_TOKEN) private readonly bootstrapToken: string,
  ) {}

  /** Null: nobody that we know. Throws if that cannot be found out now. */
  async authenticate(request: Request): Promise<Principal | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      return token === undefined ? null : ((await this.verify(token))?.principal ?? null);
    }
    const session = SESSION_COOKIE.read(request);
    return session === undefined ? null : findConsoleSession(this.dataSource, session);
  }

  /** Whom a token names, whichever kind it is of; null: nobody. */
  async verify(token: string): Promise<Credential | null> {
    if (timingSafeEqual(digest(token), digest(this.bootstrapToken))) {
      const principal: Principal = { name: 'bootstrap administrator', role: 'administrator', party: null };
      return { principal, apiKeyId: null, expiresAt: null };
    }
    const key = await findApiKey(this.dataSource, token);
    if (key) {
      const { apiKeyId, ...principal } = key;
      return { principal, apiKeyId, expiresAt: null };
    }
    return this.oidc.verify(token);
  }
}

/** Equal lengths for the comparison, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
