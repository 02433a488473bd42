import { SetMetadata } from '@nestjs/common';
import type { OperatorRole } from '@app/database';

export const ACCESS_RULE = 'access-rule';

export interface AccessRule {
  readonly role: OperatorRole;
  /** The handler restricts a recipient-scoped viewer to its own Party's data; without this it is refused. */
  readonly isScoped: boolean;
}

/** Who may call a handler. A handler without it serves nobody. */
export const Allow = (role: OperatorRole) =>
  SetMetadata(ACCESS_RULE, { role, isScoped: false } satisfies AccessRule);

/** For viewers, recipient-scoped ones included: the handler passes the caller's Party to whatever it reads. */
export const AllowScopedViewers = () =>
  SetMetadata(ACCESS_RULE, { role: 'viewer', isScoped: true } satisfies AccessRule);
