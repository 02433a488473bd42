import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfidentialClientApplication, type Configuration, type INetworkModule } from '@azure/msal-node';
import type { GraphCredential } from '@app/config';
import type { Response } from 'undici';
import { SignInRefusedError } from '../../errors/sign-in-refused.error';
import { ThrottledError } from '../../errors/throttled.error';
import { UnavailableError } from '../../errors/unavailable.error';
import type { ExchangeLog } from '../graph/exchange-log';
import type { HttpRequest, HttpTransport } from '../graph/http-transport';
import type { Clock } from '../clock';
import { backoffMs, DEFAULT_BACKOFF } from '../graph/backoff';
import { isLoopback } from '../graph/loopback';
import { retryAfterMs } from '../limits/retry-after';
import type { TokenProvider } from './token-provider';

export interface SignIn {
  authorityHost: string;
  tenantId: string;
  clientId: string;
  credential: GraphCredential;
  /** e.g. `https://graph.microsoft.com/.default` */
  scope: string;
}

type TokenPost = NonNullable<Parameters<INetworkModule['sendPostRequestAsync']>[1]>;

/** The identity provider's trouble, not ours. Kept from MSAL, which would refuse to ask again for a minute. */
class NoTokenAnswer extends Error {}

/** App-only tokens by client credentials; MSAL keeps them until shortly before they expire. */
export class MsalTokenProvider implements TokenProvider {
  private client: Promise<ConfidentialClientApplication> | undefined;
  /** Those who need a token at the same moment ask once. */
  private asking: Promise<string> | undefined;
  /** What the endpoint has just asked for; MSAL tells nothing of an answer that it could not use. */
  private askedToWaitMs: number | undefined;

  constructor(
    private readonly signIn: SignIn,
    private readonly transport: HttpTransport,
    private readonly clock: Clock,
    private readonly log: ExchangeLog,
  ) {}

  async token(refused?: string): Promise<string> {
    this.client ??= this.makeClient();
    const client = await this.client.catch((error: unknown) => {
      this.client = undefined; // the certificate may be put in place later
      throw new SignInRefusedError('the certificate or its key cannot be read', { cause: error });
    });
    const scopes = [this.signIn.scope];
    const known = await this.once(() => this.ask(client, { scopes }));
    return known === refused ? this.once(() => this.ask(client, { scopes, skipCache: true })) : known;
  }

  private once(ask: () => Promise<string>): Promise<string> {
    this.asking ??= ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(
    client: ConfidentialClientApplication,
    request: { scopes: string[]; skipCache?: boolean },
  ): Promise<string> {
    let failure: unknown;
    this.askedToWaitMs = undefined;
    try {
      const result = await client.acquireTokenByClientCredential(request);
      if (result?.accessToken) return result.accessToken;
    } catch (error) {
      failure = error;
    }
    if (this.askedToWaitMs !== undefined) throw new ThrottledError(this.askedToWaitMs, { cause: failure });
    const { errorCode = 'no token', errorMessage = '' } = (failure ?? {}) as Record<
      string,
      string | undefined
    >;
    if (errorCode === 'network_error') {
      throw new UnavailableError(`${this.signIn.authorityHost} gives no token`, { cause: failure });
    }
    throw new SignInRefusedError(`${errorCode} ${errorMessage.split(/[\r\n]/)[0]}`, { cause: failure });
  }

  private async makeClient(): Promise<ConfidentialClientApplication> {
    const { authorityHost, tenantId, clientId } = this.signIn;
    const local = isLoopback(authorityHost);
    // MSAL takes only https authorities. For this machine it is told the endpoints, and never connects to this one.
    const authority = `${authorityHost.replace(/^http:/, local ? 'https:' : 'http:')}/${tenantId}`;
    const auth: Configuration['auth'] = {
      clientId,
      authority,
      knownAuthorities: [new URL(authority).host],
      ...(local ? { authorityMetadata: metadataOf(`${authorityHost}/${tenantId}`) } : {}),
      ...(await secretOf(this.signIn.credential)),
    };
    return new ConfidentialClientApplication({ auth, system: { networkClient: this.network() } });
  }

  private async exchange(request: HttpRequest): Promise<{ response: Response; text: string }> {
    const clientRequestId = randomUUID();
    const startedAt = this.clock.now();
    const tell = (response?: Response) =>
      this.log({
        operation: 'sign in',
        method: request.method,
        host: new URL(request.url).host,
        status: response?.status,
        durationMs: Math.round(this.clock.now() - startedAt),
        clientRequestId,
        requestId:
          response?.headers.get('x-ms-request-id') ?? response?.headers.get('request-id') ?? undefined,
        spRequestGuid: undefined,
      });
    const headers = { ...request.headers, 'client-request-id': clientRequestId };
    try {
      const response = await this.transport.send({ ...request, headers });
      const text = await response.text();
      tell(response);
      return { response, text };
    } catch (error) {
      tell();
      throw error;
    }
  }

  /** Our transport, so that the proxy and the timeouts are the same as for Graph. */
  private network(): INetworkModule {
    const send = async <T>(method: string, url: string, options?: TokenPost) => {
      const { headers = {}, body } = options ?? {};
      const { response, text } = await this.exchange({ method, url, headers, ...(body ? { body } : {}) });
      const { status } = response;
      if (status === 429 || status >= 500) {
        const asked = retryAfterMs(response.headers.get('retry-after'), this.clock.now());
        this.askedToWaitMs = asked ?? (status === 429 ? backoffMs(0, DEFAULT_BACKOFF) : undefined);
        throw new NoTokenAnswer(`HTTP ${status}`);
      }
      const answered = JSON.parse(text) as T;
      return { status: response.status, headers: Object.fromEntries(response.headers), body: answered };
    };
    return {
      sendGetRequestAsync: (url, options) => send('GET', url, options),
      sendPostRequestAsync: (url, options) => send('POST', url, options),
    };
  }
}

function metadataOf(authority: string): string {
  return JSON.stringify({
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  });
}

async function secretOf(credential: GraphCredential): Promise<Partial<Configuration['auth']>> {
  if (credential.kind === 'secret') return { clientSecret: credential.clientSecret };
  const [certificate, privateKey] = await Promise.all([
    readFile(credential.certificatePath),
    readFile(credential.keyPath, 'utf8'),
  ]);
  const thumbprintSha256 = createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
  return { clientCertificate: { thumbprintSha256, privateKey } };
}
