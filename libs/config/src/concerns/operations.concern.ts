import { z } from 'zod';
import { defineConcern, missingBecause } from '../concern';
import { bearerToken, durationOf, integer, optionalText, optionalUrl, port, text } from '../variable';

export const operationsConcern = defineConcern({
  variables: z.object({
    OPERATIONS_HOST: text('an address').default('127.0.0.1').meta({ expected: 'an address to listen on' }),
    OPERATIONS_PORT: port(3000),
    // The first administrator of an installation; API keys and OIDC are for everybody else.
    OPERATIONS_API_TOKEN: bearerToken('that an operator signs in with'),
    OPERATIONS_SESSION_DURATION: durationOf('12h'),
    OPERATIONS_REQUESTS_PER_MINUTE: integer({ min: 1, max: 1_000_000, fallback: 1_200 }),
    // Proxies in front of this service: so many last entries of X-Forwarded-For are believed.
    OPERATIONS_TRUSTED_PROXIES: integer({ min: 0, max: 10, fallback: 0 }),
    OPERATIONS_OIDC_ISSUER: optionalUrl(
      /^https?$/,
      'the issuer of bearer tokens, exactly as its tokens name it',
    ),
    OPERATIONS_OIDC_AUDIENCE: optionalText('the audience that tokens for this service name'),
    OPERATIONS_OIDC_JWKS_URL: optionalUrl(
      /^https?$/,
      'where the issuer publishes its keys; empty: discovered',
    ),
    OPERATIONS_OIDC_ROLE_CLAIM: text('a claim')
      .default('roles')
      .meta({ expected: 'the claim that holds the role' }),
    OPERATIONS_OIDC_PARTY_CLAIM: text('a claim').default('party').meta({
      expected: 'the claim that holds the SEC Party Signifier of a recipient-scoped viewer',
    }),
    RELEASE_FOLDER_PANEL: text('a folder').default('SEC Panel').meta({ expected: 'a folder name' }), // R32
    RELEASE_FOLDER_AUTHORITY: text('a folder').default('Authority').meta({ expected: 'a folder name' }),
    RELEASE_FOLDER_SECRETARY_OF_STATE: text('a folder')
      .default('Secretary of State')
      .meta({ expected: 'a folder name' }),
  }),
  rules: (raw) =>
    raw['OPERATIONS_OIDC_ISSUER'] && !raw['OPERATIONS_OIDC_AUDIENCE']
      ? [missingBecause('OPERATIONS_OIDC_AUDIENCE', 'OPERATIONS_OIDC_ISSUER is set')]
      : [],
  build: (env) => ({
    host: env.OPERATIONS_HOST,
    port: env.OPERATIONS_PORT,
    apiToken: env.OPERATIONS_API_TOKEN,
    sessionDurationMs: env.OPERATIONS_SESSION_DURATION,
    requestsPerMinute: env.OPERATIONS_REQUESTS_PER_MINUTE,
    trustedProxies: env.OPERATIONS_TRUSTED_PROXIES,
    oidc: env.OPERATIONS_OIDC_ISSUER
      ? {
          issuer: env.OPERATIONS_OIDC_ISSUER,
          audience: env.OPERATIONS_OIDC_AUDIENCE ?? '',
          jwksUrl: env.OPERATIONS_OIDC_JWKS_URL ?? null,
          roleClaim: env.OPERATIONS_OIDC_ROLE_CLAIM,
          partyClaim: env.OPERATIONS_OIDC_PARTY_CLAIM,
        }
      : null,
    releaseFolders: {
      panel: env.RELEASE_FOLDER_PANEL,
      authority: env.RELEASE_FOLDER_AUTHORITY,
      'secretary-of-state': env.RELEASE_FOLDER_SECRETARY_OF_STATE,
    },
  }),
});

export type OperationsConfig = ReturnType<typeof operationsConcern.build>;
