import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, UnauthorizedException } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

export const API_TOKEN = Symbol('ApiToken');

/** Lets a request pass that bears the uploader's token; compared in constant time. */
@Injectable()
export class BearerTokenGuard implements CanActivate {
  constructor(@Inject(API_TOKEN) private readonly token: string) {}

  canActivate(context: ExecutionContext): boolean {
    const { authorization = '' } = context.switchToHttp().getRequest<Request>().headers;
    if (!timingSafeEqual(digest(authorization), digest(`Bearer ${this.token}`))) {
      throw new UnauthorizedException('A bearer token is needed');
    }
    return true;
  }
}

/** Equal lengths for the comparison, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
