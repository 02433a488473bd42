import { constants, createHash, createPublicKey, randomUUID, verify, X509Certificate } from 'node:crypto';
import type { SimulatorSettings } from './settings';
import type { SimulatedReply, SimulatedRequest } from './simulated-request';
import type { VirtualClock } from './virtual-clock';

export interface RegisteredApp {
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** PEM; undefined: only the secret is registered. */
  certificate: string | undefined;
}

interface IssuedToken {
  expiresAt: number;
  audience: string;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** The clocks of two machines differ. */
const SKEW_S = 300;

/** Client credentials, by secret or by an assertion signed with the registered certificate. */
export class TokenEndpoint {
  /** Seen in assertions; the same one comes again within its lifetime, which is allowed. */
  readonly assertionIds: string[] = [];
  private readonly issued = new Map<string, IssuedToken>();

  constructor(
    private readonly app: RegisteredApp,
    private readonly settings: () => SimulatorSettings,
    private readonly clock: VirtualClock,
    private readonly audiences: () => string[],
  ) {}

  answer(request: SimulatedRequest, url: string): SimulatedReply {
    if (request.method === 'GET' && request.path.endsWith('/.well-known/openid-configuration')) {
      return { status: 200, body: metadataOf(url.replace('/v2.0/.well-known/openid-configuration', '')) };
    }
    const form = new URLSearchParams(Buffer.concat(request.chunks).toString('utf8'));
    const refusal = this.refusal(request, form, url);
    if (refusal) return refusal;
    const scope = form.get('scope')?.split(' ')[0] ?? '';
    const token = `sim.${randomUUID()}.${randomUUID()}`;
    const lifetimeS = this.settings().tokenLifetimeS;
    const audience = scope.slice(0, -'/.default'.length);
    this.issued.set(token, { expiresAt: this.clock.now() + lifetimeS * 1000, audience });
    const body = {
      token_type: 'Bearer',
      expires_in: lifetimeS,
      ext_expires_in: lifetimeS,
      access_token: token,
    };
    return { status: 200, body };
  }

  isValid(authorization: string | undefined): boolean {
    const token = this.issued.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '');
    return (
      token !== undefined && token.expiresAt > this.clock.now() && this.audiences().includes(token.audience)
    );
  }

  voidAll(): void {
    this.issued.clear();
  }

  private refusal(request: SimulatedRequest, form: URLSearchParams, url: string): SimulatedReply | undefined {
    const scope = form.get('scope')?.split(' ')[0] ?? '';
    if (request.method !== 'POST') return failure(405, 'invalid_request', 'AADSTS900561: only POST');
    if (!new URL(url).pathname.startsWith(`/${this.app.tenantId}/`)) {
      return failure(400, 'invalid_request', 'AADSTS90002: Tenant not found.');
    }
    if (form.get('grant_type') !== 'client_credentials') {
      return failure(400, 'unsupported_grant_type', 'AADSTS70003: unsupported grant type');
    }
    if (!scope.endsWith('/.default')) {
      return failure(400, 'invalid_scope', 'AADSTS1002012: the scope must end in /.default');
    }
    if (!this.audiences().includes(scope.slice(0, -'/.default'.length))) {
      return failure(400, 'invalid_resource', 'AADSTS500011: no such resource in the tenant');
    }
    if (form.get('client_id') !== this.app.clientId) {
      return failure(400, 'unauthorized_client', 'AADSTS700016: Application not found in the directory');
    }
    const proven = form.has('client_assertion')
      ? form.get('client_assertion_type') === ASSERTION_TYPE &&
        this.isOurs(form.get('client_assertion') ?? '', url)
      : form.get('client_secret') === this.app.clientSecret;
    return proven
      ? undefined
      : failure(401, 'invalid_client', 'AADSTS7000215: Invalid client credential provided.');
  }

  private isOurs(assertion: string, url: string): boolean {
    const [head = '', payload = '', signature = ''] = assertion.split('.');
    if (this.app.certificate === undefined || signature === '') return false;
    const header = decode(head);
    const claims = decode(payload);
    const certificate = new X509Certificate(this.app.certificate);
    const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
    const padding = header['alg'] === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
    const key = {
      key: createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' })),
      padding,
    };
    const signed = verify(
      'sha256',
      Buffer.from(`${head}.${payload}`),
      key,
      Buffer.from(signature, 'base64url'),
    );
    this.assertionIds.push(String(claims['jti']));
    const nowS = Date.now() / 1000; // assertions are signed by the machine's clock
    return (
      signed &&
      ['RS256', 'PS256'].includes(String(header['alg'])) &&
      header['x5t#S256'] === thumbprint &&
      claims['aud'] === url &&
      claims['iss'] === this.app.clientId &&
      claims['sub'] === this.app.clientId &&
      Number(claims['exp']) > nowS - SKEW_S
    );
  }
}

/** What clients ask for first unless they have been told. */
function metadataOf(authority: string): object {
  return {
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  };
}

function decode(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function failure(status: number, error: string, description: string): SimulatedReply {
  return {
    status,
    body: { error, error_description: description, error_codes: [], correlation_id: randomUUID() },
  };
}
