/**
 * SQL condition on rows `a` of `attempt_audience`: those of the recipient `$1`. A DNO's area is named as a list, which
 * PostgreSQL can look for in an index together with times; what it joins with, it cannot.
 */
export function isAudienceOf(role: 'SUPPLIER' | 'DNO'): string {
  const isRecipient = 'a.recipient_id = $1';
  if (role === 'SUPPLIER') return isRecipient;
  return `${isRecipient} AND a.distributor_id = ANY (ARRAY(
                   SELECT d.distributor_id FROM distributor d WHERE d.user_id = $1))`;
}
