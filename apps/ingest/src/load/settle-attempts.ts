import {
  AUTHORISATIONS_OF_AFFECTED_ATTEMPTS,
  deriveAttempts,
  refreshEntitlements,
  reviewAuthorisations,
  setAffectedAttempts,
} from '@app/database';
import type { PoolClient } from 'pg';
import { setAside } from './set-aside';

/**
 * Brings the attempts that `selectIds` yields up to date with all records that speak of them.
 * @param mayCommence whether the file can change a commencement, and so the outcome of an authorisation
 */
export async function settleAttempts(
  client: PoolClient,
  selectIds: string,
  parameters: readonly unknown[],
  mayCommence: boolean,
): Promise<void> {
  const affected = await setAffectedAttempts(client, selectIds, parameters);
  if (affected === 0) return;
  await setAside(client, UNEXPECTED_OUTCOMES, []);
  await deriveAttempts(client);
  await refreshEntitlements(client);
  if (mayCommence) await reviewAuthorisations(client, AUTHORISATIONS_OF_AFFECTED_ATTEMPTS, []);
}

/** A COF record for an installation that is not to be commissioned by the DCC is set aside. */
const UNEXPECTED_OUTCOMES = `
  DELETE FROM commissioning_outcome c USING affected_attempt f, attempt a
   WHERE c.attempt_id = f.id AND a.id = f.id AND NOT a.to_be_commissioned_by_dcc
  RETURNING c.source_file_id, c.record_number, 'COF_NOT_EXPECTED' AS code, 'CHFID' AS field, c.chf_id AS value,
    'the installation is not to be commissioned by the DCC' AS message`;
