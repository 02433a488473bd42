/** What somebody may do; each role may do all that the one before it may. */
export const OPERATOR_ROLES = ['viewer', 'operator', 'administrator'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** Whoever sent a request, once it is known who that is. */
export interface Principal {
  /** As the audit log names them. */
  readonly name: string;
  readonly role: OperatorRole;
  /** SEC Party Signifier of a recipient-scoped viewer, who sees that Party's data alone; null sees all. */
  readonly party: string | null;
}

/** Whether `role` includes what `needed` may do. */
export function roleIncludes(role: OperatorRole, needed: OperatorRole): boolean {
  return OPERATOR_ROLES.indexOf(role) >= OPERATOR_ROLES.indexOf(needed);
}
