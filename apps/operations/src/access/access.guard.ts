import { ForbiddenException, Inject, Injectable, UnauthorizedException } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { roleIncludes } from '@app/database';
import type { Principal } from '@app/database';
import { HealthController } from '@app/observability';
import type { Request } from 'express';
import { ACCESS_RULE } from './allow.decorator';
import type { AccessRule } from './allow.decorator';
import { isPublic } from './public-paths';
import { principalOf } from './request-principal';

/** The figures of all parties together; a scrape configuration holds a viewer's key. */
const METRICS_RULE: AccessRule = { role: 'viewer', isScoped: false };

/** Default deny: a handler serves those whom its `@Allow` names, and nobody if it has none. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (isPublic(request)) return true;
    const principal = principalOf(request);
    if (!principal) throw new UnauthorizedException('Sign in, or send a bearer token');
    assertAllowed(principal, this.#ruleFor(context));
    return true;
  }

  #ruleFor(context: ExecutionContext): AccessRule | undefined {
    if (context.getClass() === HealthController) return METRICS_RULE;
    return this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
  }
}

/** @throws ForbiddenException which says what is missing */
export function assertAllowed(principal: Principal, rule: AccessRule | undefined): void {
  if (!rule) throw new ForbiddenException('Nobody may do this');
  if (!roleIncludes(principal.role, rule.role)) {
    throw new ForbiddenException(`This takes the role ${rule.role}; yours is ${principal.role}`);
  }
  if (principal.party !== null && !rule.isScoped) {
    throw new ForbiddenException('This shows or changes more than the data of your own Party');
  }
}
