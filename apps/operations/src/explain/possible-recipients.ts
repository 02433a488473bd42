import type { AttemptFacts } from './attempt-reader';

/** Somebody who may expect to be told of an attempt, and why not, if so. */
export interface PossibleRecipient {
  readonly role: string;
  /** Null: there is nobody in that role. */
  readonly userId: string | null;
  readonly rules: string[];
  readonly refusal: { readonly why: string; readonly rules: string[] } | null;
}

/** The two Responsible Suppliers and the DNO, each with the rule that lets it receive the attempt or keeps it out. */
export function possibleRecipients(attempt: AttemptFacts): PossibleRecipient[] {
  const { electricity_supplier_id: electricity, gas_supplier_id: gas } = attempt;
  const suppliers = [
    supplier('electricity supplier', electricity, attempt.knows_electricity_supplier, attempt),
    ...(gas === electricity ? [] : [supplier('gas supplier', gas, attempt.knows_gas_supplier, attempt)]),
  ];
  return [...suppliers.filter((found) => found !== null), distributor(attempt)];
}

function supplier(
  role: string,
  userId: string | null,
  isKnown: boolean,
  { affiliate_submitter, is_split }: AttemptFacts,
): PossibleRecipient | null {
  if (userId === null) return null;
  const rules = is_split ? ['R6'] : [];
  if (!isKnown) {
    const why = `The master data does not know ${userId} as a supplier: nothing is produced for it until it does`;
    return { role, userId, rules, refusal: { why, rules: ['R10', 'fine print 17'] } };
  }
  if (affiliate_submitter !== null && affiliate_submitter !== userId) {
    const why = `Both suppliers are affiliates under one authorisation of ${affiliate_submitter}, which receives the reports alone`;
    return { role, userId, rules, refusal: { why, rules: ['R9', 'fine print 18'] } };
  }
  return { role, userId, rules: affiliate_submitter === userId ? ['R9'] : rules, refusal: null };
}

function distributor({ distributor_id, distributor_user_id }: AttemptFacts): PossibleRecipient {
  const role = 'distribution network operator';
  if (distributor_id === null) {
    const why = 'There is no MPAN, so no Distribution Network Operator';
    return { role, userId: null, rules: [], refusal: { why, rules: ['R10'] } };
  }
  if (distributor_user_id === null) {
    const why = `The master data gives no operator for distributor id ${distributor_id}; it goes out once it does`;
    return { role, userId: null, rules: [], refusal: { why, rules: ['R10'] } };
  }
  return { role, userId: distributor_user_id, rules: ['R11'], refusal: null };
}
