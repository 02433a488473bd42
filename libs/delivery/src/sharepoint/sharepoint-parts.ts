import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SharePointConfig } from '@app/config';
import type { Cluster, Redis } from 'ioredis';
import { SYSTEM_CLOCK, type Clock } from './clock';
import { DriveItems } from './drive-items';
import { DriveUrls } from './graph/drive-urls';
import { exchangeLogger, type ExchangeLog } from './graph/exchange-log';
import { GraphClient } from './graph/graph-client';
import { HttpTransport, type HttpTimeouts } from './graph/http-transport';
import { assertConfidential } from './graph/loopback';
import { RequestGate } from './graph/request-gate';
import { InProcessLimiter } from './limits/in-process-limiter';
import { RedisLimiter } from './limits/redis-limiter';
import type { RequestLimiter } from './limits/request-limiter';
import { PartyFolders } from './party-folders';
import { RefusalStreak } from './refusal-streak';
import { Refusals } from './refusals';
import { MsalTokenProvider } from './sign-in/msal-token-provider';
import type { TokenProvider } from './sign-in/token-provider';
import { OpenSessions } from './upload/open-sessions';
import { ReadBack } from './upload/read-back';
import { SessionSeal } from './upload/session-seal';
import { SessionUpload } from './upload/session-upload';
import { SmallUpload } from './upload/small-upload';
import { InMemorySessionStore, type UploadSessionStore } from './upload/upload-session-store';

export interface SharePointDependencies {
  /** Shares budget and pauses with other processes. */
  redis?: Redis | Cluster;
  /** Lets another process continue an upload. */
  sessionStore?: UploadSessionStore;
  clock?: Clock;
  log?: ExchangeLog;
  timeouts?: HttpTimeouts;
  /** Default: as configured. */
  smallUpToBytes?: number;
  rangeBytes?: number;
}

/** Everything that deliveries, checks and provisioning of one library share. */
export interface SharePointParts {
  urls: DriveUrls;
  clock: Clock;
  tokens: TokenProvider;
  client: GraphClient;
  items: DriveItems;
  folders: PartyFolders;
  refusals: Refusals;
  smallUpload: SmallUpload;
  sessionUpload: SessionUpload;
  readBack: ReadBack;
  streak: RefusalStreak;
  smallUpToBytes: number;
}

/** @throws Error if GRAPH_BASE_URL or GRAPH_AUTHORITY_HOST would carry secrets in the clear */
export function sharePointParts(
  config: SharePointConfig,
  dependencies: SharePointDependencies = {},
): SharePointParts {
  assertConfidential('GRAPH_BASE_URL', config.baseUrl);
  assertConfidential('GRAPH_AUTHORITY_HOST', config.authorityHost);
  const { clock = SYSTEM_CLOCK, log = exchangeLogger() } = dependencies;
  const urls = new DriveUrls(config.baseUrl, config.driveId);
  const transport = new HttpTransport(config.proxy, dependencies.timeouts);
  const tokens = new MsalTokenProvider({ ...config, scope: urls.scope }, transport, clock, log);
  const gate = new RequestGate(limiterOf(config, dependencies.redis, clock), clock);
  const client = new GraphClient({ transport, tokens, gate, clock, log });
  const refusals = new Refusals(gate, clock);
  const items = new DriveItems(client, urls, refusals, clock);
  const upload = { client, urls, items, refusals, clock };
  const store = dependencies.sessionStore ?? new InMemorySessionStore();
  const sessions = new OpenSessions(upload, store, new SessionSeal(sealSecretOf(config)), config.driveId);
  return {
    urls,
    clock,
    tokens,
    client,
    items,
    refusals,
    folders: new PartyFolders(items, urls, config.rootFolder, clock),
    smallUpload: new SmallUpload(upload),
    sessionUpload: new SessionUpload(upload, sessions, dependencies.rangeBytes ?? config.uploadRangeBytes),
    readBack: new ReadBack(items, clock),
    streak: new RefusalStreak(gate),
    smallUpToBytes: dependencies.smallUpToBytes ?? config.singleUploadBytes,
  };
}

function limiterOf(
  config: SharePointConfig,
  redis: Redis | Cluster | undefined,
  clock: Clock,
): RequestLimiter {
  const { tenantId, clientId, unitsPerMinute } = config;
  const now = () => clock.now();
  if (!redis) return new InProcessLimiter(unitsPerMinute, now);
  // The braces keep the key in one slot of a Redis Cluster.
  const key = `{mrr}:graph:${tenantId}:${clientId}`;
  return new RedisLimiter({ redis, key, unitsPerMinute, now, timeIsGiven: clock !== SYSTEM_CLOCK });
}

/**
 * The configured key, or else the credential, which all processes share as well.
 * @throws Error if the credential's file cannot be read
 */
function sealSecretOf({ sessionKey, credential }: SharePointConfig): string {
  if (sessionKey) return sessionKey;
  if (credential.kind === 'secret') return credential.clientSecret;
  try {
    return createHash('sha256').update(readFileSync(credential.keyPath)).digest('hex');
  } catch (error) {
    throw new Error(`The file of GRAPH_CLIENT_KEY cannot be read: ${credential.keyPath}`, { cause: error });
  }
}
