import type { RedisPlace } from '@app/config';
import { Cluster, Redis, type RedisOptions } from 'ioredis';

/** A node of a cluster that is about to fail over answers late rather than never; the default of 1 s is too short. */
const SLOTS_REFRESH_TIMEOUT_MS = 3_000;
const MOST_PAUSE_MS = 2_000;

const pauseBeforeAttempt = (attempt: number) => Math.min(100 * attempt, MOST_PAUSE_MS);

/**
 * The one way to open a connection: to a single server, to the master that sentinels name, or to a cluster. The caller
 * closes it, and must listen to its `error` event. `retryStrategy` holds for the way to the sentinels and the cluster too.
 */
export function connectRedis(place: RedisPlace, options: RedisOptions = {}): Redis | Cluster {
  const { url, topology } = place;
  if (topology === undefined) return new Redis(url, options);
  const settings = { ...credentialsOf(url), ...options };
  if (topology.kind === 'cluster') return connectCluster(topology.nodes, settings);
  return new Redis({
    ...settings,
    sentinels: topology.nodes,
    name: topology.masterName,
    sentinelRetryStrategy: settings.retryStrategy ?? pauseBeforeAttempt,
    ...(topology.sentinelPassword === undefined ? {} : { sentinelPassword: topology.sentinelPassword }),
    ...(settings.tls === undefined ? {} : { sentinelTLS: settings.tls, enableTLSForSentinelMode: true }),
  });
}

function connectCluster(nodes: { host: string; port: number }[], settings: RedisOptions): Cluster {
  const { lazyConnect, enableOfflineQueue, ...redisOptions } = settings;
  return new Cluster(nodes, {
    redisOptions,
    clusterRetryStrategy: settings.retryStrategy ?? pauseBeforeAttempt,
    slotsRefreshTimeout: SLOTS_REFRESH_TIMEOUT_MS,
    ...(lazyConnect === undefined ? {} : { lazyConnect }),
    ...(enableOfflineQueue === undefined ? {} : { enableOfflineQueue }),
  });
}

/** What the URL says besides the address: a password of one node is the password of all. */
function credentialsOf(url: string): RedisOptions {
  const { protocol, username, password } = new URL(url);
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
