import type { QueueConfig } from '@app/config';
import { eventually } from '@app/testing';
import { RedisServers, type RedisServer } from './redis-servers';

type RedisQueueConfig = Extract<QueueConfig, { backend: 'redis' }>;

/** Several servers that make one Redis, and the death of the one that holds the queues. */
export interface RedisGroup {
  configFor(prefix: string): Promise<RedisQueueConfig>;
  /** Kills the server that holds keys with this prefix. */
  killMaster(prefix: string): Promise<void>;
  stop(): Promise<void>;
}

const SLOTS = 16_384;
const MASTERS = 3;
const NODE_TIMEOUT_MS = 1_000;

const addressOf = ({ port }: RedisServer) => ({ host: '127.0.0.1', port });

/** Three masters, each with its replica. */
export async function startRedisCluster(): Promise<RedisGroup> {
  const servers = await RedisServers.create();
  const node = () => servers.start(['cluster-enabled yes', `cluster-node-timeout ${NODE_TIMEOUT_MS}`]);
  const masters = await Promise.all(Array.from({ length: MASTERS }, node));
  const replicas = await Promise.all(masters.map(node));
  const [first] = masters as [RedisServer, ...RedisServer[]];
  await shareSlots(masters);
  for (const other of [...masters, ...replicas]) {
    await first.call('CLUSTER', 'MEET', '127.0.0.1', other.port);
  }
  for (const [index, replica] of replicas.entries()) {
    const masterId = String(await masters[index]?.call('CLUSTER', 'MYID'));
    await eventually('the replica knows its master', () =>
      replica.call('CLUSTER', 'REPLICATE', masterId).catch(() => null),
    );
  }
  await eventually('all nodes see a whole cluster', async () => {
    const views = await Promise.all([...masters, ...replicas].map((one) => one.call('CLUSTER', 'INFO')));
    return views.every((view) => /cluster_state:ok[^]*cluster_known_nodes:6/.test(String(view)));
  });
  await Promise.all(replicas.map(isInStep));
  return {
    configFor: (prefix) =>
      Promise.resolve({
        backend: 'redis',
        prefix,
        url: `redis://127.0.0.1:${first.port}`,
        topology: { kind: 'cluster', nodes: masters.map(addressOf) },
      }),
    killMaster: async (prefix) => {
      const holds = await Promise.all(masters.map((one) => one.call('KEYS', `${prefix}*`)));
      const owner = masters.find((_one, index) => (holds[index] as string[]).length > 0);
      if (owner === undefined) throw new Error(`No server holds keys that begin with ${prefix}`);
      await owner.process.kill9();
    },
    stop: () => servers.stopAll(),
  };
}

async function shareSlots(masters: readonly RedisServer[]): Promise<void> {
  const share = Math.ceil(SLOTS / masters.length);
  for (const [index, master] of masters.entries()) {
    await master.call('CLUSTER', 'ADDSLOTSRANGE', index * share, Math.min((index + 1) * share, SLOTS) - 1);
    await master.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  }
}

function isInStep(replica: RedisServer): Promise<boolean> {
  return eventually('the replica is in step', async () =>
    /master_link_status:up/.test(String(await replica.call('INFO', 'replication'))),
  );
}

/** A master, its replica, and three sentinels of which two must agree. */
export async function startRedisSentinels(): Promise<RedisGroup> {
  const servers = await RedisServers.create();
  const master = await servers.start([]);
  await master.call('PING');
  const replica = await servers.start([`replicaof 127.0.0.1 ${master.port}`]);
  const watch = [
    `sentinel monitor mrr 127.0.0.1 ${master.port} 2`,
    `sentinel down-after-milliseconds mrr ${NODE_TIMEOUT_MS}`,
    'sentinel failover-timeout mrr 5000',
  ];
  const sentinel = () => servers.start(watch, { sentinel: true });
  const sentinels = await Promise.all([sentinel(), sentinel(), sentinel()]);
  await isInStep(replica);
  await eventually('the sentinels know each other and the replica', async () => {
    const views = await Promise.all(sentinels.map((one) => one.call('INFO', 'sentinel')));
    return views.every((view) => /status=ok.*slaves=1,sentinels=3/.test(String(view)));
  });
  return {
    configFor: (prefix) =>
      Promise.resolve({
        backend: 'redis',
        prefix,
        url: `redis://127.0.0.1:${sentinels[0]?.port}`,
        topology: { kind: 'sentinel', nodes: sentinels.map(addressOf), masterName: 'mrr' },
      }),
    killMaster: async () => void (await master.process.kill9()),
    stop: () => servers.stopAll(),
  };
}
