import type { DataSource } from 'typeorm';
import { newSecret, secretHash } from './api-keys';
import type { Principal } from './principal';

/** Lets a browser in as `principal` until `expiresAt`; the returned token goes into its cookie. */
export async function openConsoleSession(
  dataSource: DataSource,
  principal: Principal,
  apiKeyId: string | null,
  expiresAt: Date,
): Promise<string> {
  const token = newSecret();
  await dataSource.query('DELETE FROM console_session WHERE expires_at < now()');
  await dataSource.query(
    `INSERT INTO console_session (token_sha256, name, role, party_signifier, api_key_id, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [secretHash(token), principal.name, principal.role, principal.party, apiKeyId, expiresAt],
  );
  return token;
}

/** Whose browser holds this token; null: nobody's any more. A session ends with the key that opened it. */
export async function findConsoleSession(dataSource: DataSource, token: string): Promise<Principal | null> {
  const [session] = await dataSource.query<Principal[]>(
    `SELECT s.name, s.role, s.party_signifier AS party
       FROM console_session s LEFT JOIN api_key k ON k.id = s.api_key_id
      WHERE s.token_sha256 = $1 AND s.expires_at > now()
        AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`,
    [secretHash(token)],
  );
  return session ?? null;
}

export async function closeConsoleSession(dataSource: DataSource, token: string): Promise<void> {
  await dataSource.query('DELETE FROM console_session WHERE token_sha256 = $1', [secretHash(token)]);
}
