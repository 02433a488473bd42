import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Principal } from '@app/database';
import type { Request } from 'express';

const principals = new WeakMap<Request, Principal>();

/** Notes who sent a request; only the authentication does this. */
export function setPrincipal(request: Request, principal: Principal): void {
  principals.set(request, principal);
}

/** Who sent the request; undefined: nobody that we know. */
export function principalOf(request: Request): Principal | undefined {
  return principals.get(request);
}

/** The caller of a handler; requests without one do not get that far. */
export const Caller = createParamDecorator((_data: undefined, context: ExecutionContext): Principal => {
  const principal = principalOf(context.switchToHttp().getRequest<Request>());
  if (!principal) throw new TypeError('A handler ran for a request without a principal');
  return principal;
});
