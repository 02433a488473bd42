import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/** What somebody changed: who, what, why. Ids and names only, no data of a meter point. */
export interface OperatorAction {
  readonly actor: string;
  /** Verb-noun, e.g. `requeue-slot`. */
  readonly action: string;
  /** The thing, e.g. `slot 42`. */
  readonly subject: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface RecordedAction extends Omit<OperatorAction, 'detail'> {
  /** From 1 without a gap. */
  readonly sequence: string;
  readonly at: Date;
  /** JSON. */
  readonly detail: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** Advisory lock under which the chain grows; any constant that nothing else uses. */
const CHAIN_LOCK = 7_020;

/** What the first row of the chain stands on. */
const GENESIS = '0'.repeat(64);

/**
 * Appends to the audit log, in the transaction of the change itself: neither happens without the other. Appends wait
 * for each other until commit, so call it last.
 */
export async function recordOperatorAction(client: PoolClient, action: OperatorAction): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [CHAIN_LOCK]);
  const { rows } = await client.query<{ sequence: string; hash: string }>(
    'SELECT sequence, hash FROM operator_action ORDER BY sequence DESC LIMIT 1',
  );
  const entry = {
    sequence: String(BigInt(rows[0]?.sequence ?? 0) + 1n),
    at: new Date(),
    actor: action.actor,
    action: action.action,
    subject: action.subject,
    reason: action.reason,
    detail: JSON.stringify(action.detail),
    previousHash: rows[0]?.hash ?? GENESIS,
  };
  await client.query(
    `INSERT INTO operator_action (sequence, at, actor, action, subject, reason, detail, previous_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [...Object.values(entry), hashOf(entry)],
  );
}

/** A JSON array has one spelling and no ambiguous joints, so it is what is hashed. */
function hashOf(entry: Omit<RecordedAction, 'hash'>): string {
  const { previousHash, sequence, at, actor, action, subject, reason, detail } = entry;
  const text = JSON.stringify([
    previousHash,
    sequence,
    at.toISOString(),
    actor,
    action,
    subject,
    reason,
    detail,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

export interface AuditVerification {
  readonly entries: number;
  /** Hash of the last entry: note it elsewhere, and a log that was cut off at its end can be told as well. */
  readonly lastHash: string;
  /** The first entry that was changed, or that follows a removed one; absent: the chain is whole. */
  readonly brokenAt?: string;
}

/** Recomputes the whole chain. */
export async function verifyOperatorActions(dataSource: DataSource): Promise<AuditVerification> {
  let entries = 0;
  let lastHash = GENESIS;
  for (;;) {
    const batch = await readOperatorActions(dataSource, { after: String(entries), limit: 5_000 });
    for (const entry of batch) {
      const follows = entry.sequence === String(entries + 1) && entry.previousHash === lastHash;
      if (!follows || hashOf(entry) !== entry.hash) return { entries, lastHash, brokenAt: entry.sequence };
      entries += 1;
      lastHash = entry.hash;
    }
    if (batch.length === 0) return { entries, lastHash };
  }
}

export interface ActionFilter {
  /** Part of the name of who did it, in either case. */
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

const COLUMNS = 'sequence, at, actor, action, subject, reason, detail, previous_hash AS "previousHash", hash';

const FITS = `
  ($1::text IS NULL OR strpos(lower(actor), lower($1)) > 0) AND ($2::text IS NULL OR action = $2)
  AND ($3::timestamptz IS NULL OR at >= $3) AND ($4::timestamptz IS NULL OR at <= $4)`;

/** Entries after a sequence number, oldest first. */
export async function readOperatorActions(
  dataSource: DataSource,
  { after, limit, actor, action, from, to }: ActionFilter & { after: string; limit: number },
): Promise<RecordedAction[]> {
  return dataSource.query<RecordedAction[]>(
    `SELECT ${COLUMNS} FROM operator_action WHERE ${FITS} AND sequence > $5 ORDER BY sequence LIMIT $6`,
    [actor ?? null, action ?? null, from ?? null, to ?? null, after, limit],
  );
}

/** Entries before a sequence number, newest first; null: from the newest on. */
export async function readLatestOperatorActions(
  dataSource: DataSource,
  { before, limit, actor, action, from, to }: ActionFilter & { before: string | null; limit: number },
): Promise<RecordedAction[]> {
  return dataSource.query<RecordedAction[]>(
    `SELECT ${COLUMNS} FROM operator_action
      WHERE ${FITS} AND ($5::bigint IS NULL OR sequence < $5) ORDER BY sequence DESC LIMIT $6`,
    [actor ?? null, action ?? null, from ?? null, to ?? null, before, limit],
  );
}
