import { createHash, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { recordOperatorAction } from '../audit/operator-actions';
import { inTransaction } from '../transaction';
import type { OperatorRole, Principal } from './principal';

const PREFIX = 'mrr_';

export interface NewApiKey {
  readonly name: string;
  readonly role: OperatorRole;
  /** Only for viewers: the one Party that the key may see. */
  readonly party: string | null;
  readonly expiresAt: Date | null;
}

export interface ApiKey extends NewApiKey {
  readonly id: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** The hash under which a secret is stored. Fast on purpose: the secrets are 256 random bits, there is nothing to guess. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A secret of 256 random bits. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/**
 * Makes a key and notes it in the audit log. `secret` is shown now and never again.
 * @throws Error if a live key has the same name, or a scoped key is not a viewer's
 */
export async function createApiKey(
  dataSource: DataSource,
  key: NewApiKey,
  actor: string,
): Promise<{ id: string; secret: string }> {
  if (key.party !== null && key.role !== 'viewer') throw new RangeError('A key of one Party is a viewer');
  const secret = newSecret();
  return inTransaction(dataSource, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO api_key (name, role, party_signifier, secret_sha256, expires_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id`,
      [key.name, key.role, key.party, secretHash(secret), key.expiresAt],
    );
    const id = rows[0]?.id;
    if (id === undefined) throw new RangeError(`There is a key named ${key.name} already`);
    await recordOperatorAction(client, {
      actor,
      action: 'create-api-key',
      subject: `api key ${id}`,
      reason: `Access for ${key.name}`,
      detail: { name: key.name, role: key.role, party: key.party, expiresAt: key.expiresAt },
    });
    return { id, secret };
  });
}

/** Ends a key and the console sessions that it opened. False: there is no such live key. */
export async function revokeApiKey(
  dataSource: DataSource,
  id: string,
  actor: string,
  reason: string,
): Promise<boolean> {
  return inTransaction(dataSource, async (client) => {
    const { rowCount } = await client.query(
      'UPDATE api_key SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL',
      [id],
    );
    if (rowCount === 0) return false;
    await client.query('DELETE FROM console_session WHERE api_key_id = $1', [id]);
    await recordOperatorAction(client, {
      actor,
      action: 'revoke-api-key',
      subject: `api key ${id}`,
      reason,
      detail: {},
    });
    return true;
  });
}

/** All keys, without anything secret. */
export async function listApiKeys(dataSource: DataSource): Promise<ApiKey[]> {
  return dataSource.query<ApiKey[]>(`
    SELECT id, name, role, party_signifier AS party, expires_at AS "expiresAt", created_at AS "createdAt",
           revoked_at AS "revokedAt"
      FROM api_key ORDER BY id`);
}

/** Who bears this secret; null: nobody, or not any more. */
export async function findApiKey(
  dataSource: DataSource,
  secret: string,
): Promise<(Principal & { readonly apiKeyId: string }) | null> {
  if (!secret.startsWith(PREFIX)) return null;
  const [key] = await dataSource.query<(Principal & { apiKeyId: string })[]>(
    `SELECT id AS "apiKeyId", name, role, party_signifier AS party FROM api_key
      WHERE secret_sha256 = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    [secretHash(secret)],
  );
  return key ?? null;
}
