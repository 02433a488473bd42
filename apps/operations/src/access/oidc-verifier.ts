import { Injectable } from '@nestjs/common';
import type { OperationsConfig } from '@app/config';
import { OPERATOR_ROLES } from '@app/database';
import type { OperatorRole } from '@app/database';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Credential } from './authenticator';

type OidcConfig = NonNullable<OperationsConfig['oidc']>;

const TIMEOUT_MS = 5_000;
/** The issuer's keys are asked for again when a token names one that is new, but not more often than this. */
const KEYS_COOLDOWN_MS = 5_000;
/** Public-key algorithms only: with a shared-secret one the issuer's public key would be the secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Access tokens of Entra ID or any other OpenID Connect issuer. */
@Injectable()
export class OidcVerifier {
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly config: OidcConfig | null) {}

  /** Null: no token of the configured issuer, not for us, expired, or without a role. Throws if the issuer is away. */
  async verify(token: string): Promise<Credential | null> {
    if (!this.config || token.split('.').length !== 3) return null;
    try {
      const { payload } = await jwtVerify(token, await this.#keysOf(this.config), {
        issuer: this.config.issuer,
        audience: this.config.audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 5,
      });
      return credentialOf(payload, this.config);
    } catch (error) {
      // A failed fetch of the keys is no statement about the token.
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw error;
      return null;
    }
  }

  #keysOf(config: OidcConfig): Promise<JWTVerifyGetKey> {
    this.#keys ??= keySetOf(config).catch((error: unknown) => {
      this.#keys = undefined; // the next request tries again
      throw error;
    });
    return this.#keys;
  }
}

async function keySetOf({ issuer, jwksUrl }: OidcConfig): Promise<JWTVerifyGetKey> {
  const url = jwksUrl ?? (await discoverKeysUrl(issuer));
  return createRemoteJWKSet(new URL(url), {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
  });
}

async function discoverKeysUrl(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const { jwks_uri } = (await response.json()) as { jwks_uri?: unknown };
  if (typeof jwks_uri !== 'string') throw new Error(`${url} names no jwks_uri`);
  return jwks_uri;
}

function credentialOf(payload: JWTPayload, config: OidcConfig): Credential | null {
  const role = highestRole(payload[config.roleClaim]);
  const party = payload[config.partyClaim];
  if (!role || payload.exp === undefined) return null;
  if (party !== undefined && (typeof party !== 'string' || party === '')) return null;
  const name = [payload['preferred_username'], payload['email'], payload.sub].find(
    (claim): claim is string => typeof claim === 'string' && claim !== '',
  );
  return {
    // Whoever is bound to one Party looks at it and changes nothing, whatever other role the token names.
    principal: { name: name ?? 'unnamed', role: party === undefined ? role : 'viewer', party: party ?? null },
    apiKeyId: null,
    expiresAt: new Date(payload.exp * 1000),
  };
}

function highestRole(claim: unknown): OperatorRole | undefined {
  const roles: unknown[] = Array.isArray(claim) ? claim : [claim];
  return OPERATOR_ROLES.findLast((role) => roles.includes(role));
}
