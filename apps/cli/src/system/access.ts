/** Loaded when a command needs it: TypeORM takes longer to load than most commands take to run. */
import { createApiKey, listApiKeys, revokeApiKey, verifyOperatorActions } from '@app/database';
import type { ApiKey, AuditVerification, NewApiKey } from '@app/database';
import type { Pool } from 'pg';
import { withDataSource } from './with-data-source';

/** As the audit log names whoever has the machine's command line. */
const ACTOR = 'mrr command line';

export function createKey(database: Pool, key: NewApiKey): Promise<{ id: string; secret: string }> {
  return withDataSource(database, (dataSource) => createApiKey(dataSource, key, ACTOR));
}

export function listKeys(database: Pool): Promise<ApiKey[]> {
  return withDataSource(database, listApiKeys);
}

/** False: there is no such live key. */
export function revokeKey(database: Pool, id: string, reason: string): Promise<boolean> {
  return withDataSource(database, (dataSource) => revokeApiKey(dataSource, id, ACTOR, reason));
}

export function verifyAudit(database: Pool): Promise<AuditVerification> {
  return withDataSource(database, verifyOperatorActions);
}
