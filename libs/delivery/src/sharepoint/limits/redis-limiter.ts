import type { Cluster, Redis } from 'ioredis';
import { backoffMs, type Backoff } from '../graph/backoff';
import { InProcessLimiter } from './in-process-limiter';
import { STOPS_BELONG_TOGETHER_MS, type Admission, type Pause, type RequestLimiter } from './request-limiter';
import { unitBucket, type UnitBucket } from './unit-bucket';

/** Long after the last pause or debt; an idle tenant leaves nothing behind. */
const KEEP_MS = 24 * 3_600_000;
/** A Redis that does not answer must not hold up deliveries (P6). */
const ANSWER_DEADLINE_MS = 2000;

/** Redis' own time, so that machines whose clocks differ agree; a test passes its time instead. */
const NOW = `
  local now = tonumber(ARGV[1])
  if now == nil then local t = redis.call('TIME'); now = t[1] * 1000 + math.floor(t[2] / 1000) end`;

const PAUSE_LEFT = `${NOW}
  local state = redis.call('HMGET', KEYS[1], 'pausedUntil', 'reason')
  local left = math.ceil(tonumber(state[1] or '0') - now)
  if left > 0 then return {'paused', left, state[2] or ''} end`;

const RESERVE = `${PAUSE_LEFT}
  local fullAt = math.max(tonumber(redis.call('HGET', KEYS[1], 'fullAt') or '0'), now) + ARGV[2] * ARGV[3]
  local wait = math.ceil(fullAt - ARGV[4] - now)
  if wait > tonumber(ARGV[5]) then return {'exhausted', wait, ''} end
  redis.call('HSET', KEYS[1], 'fullAt', string.format('%.3f', fullAt))
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  if wait > 0 then return {'reserved', wait, ''} end
  return {'granted', 0, ''}`;

const PAUSE = `${NOW}
  local pausedUntil = now + ARGV[2]
  if pausedUntil > tonumber(redis.call('HGET', KEYS[1], 'pausedUntil') or '0') then
    redis.call('HSET', KEYS[1], 'pausedUntil', string.format('%.3f', pausedUntil), 'reason', ARGV[3])
    redis.call('PEXPIRE', KEYS[1], math.max(ARGV[4], 2 * ARGV[2]))
  end
  return 0`;

/** ARGV: time, first and longest stop, when stops belong together, how long to keep the key, reason. */
const STOP = `${NOW}
  local state = redis.call('HMGET', KEYS[1], 'stoppedUntil', 'stops', 'pausedUntil')
  local left = math.ceil(tonumber(state[1] or '0') - now)
  if left > 0 then return left end
  local stops = tonumber(state[2] or '0')
  if -left > tonumber(ARGV[4]) then stops = 0 end
  local length = math.min(ARGV[2] * 2 ^ stops, tonumber(ARGV[3]))
  local stoppedUntil = string.format('%.3f', now + length)
  redis.call('HSET', KEYS[1], 'stoppedUntil', stoppedUntil, 'stops', stops + 1)
  if now + length > tonumber(state[3] or '0') then
    redis.call('HSET', KEYS[1], 'pausedUntil', stoppedUntil, 'reason', ARGV[6])
  end
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  return math.ceil(length)`;

type Reply = [kind: Admission['kind'] | 'none', waitMs: number, reason: string];

export interface RedisLimiterOptions {
  redis: Redis | Cluster;
  /** Tells tenant and app apart from others on the same Redis. */
  key: string;
  unitsPerMinute: number;
  now: () => number;
  /** True if `now` is not the machine's clock and Redis must not use its own. */
  timeIsGiven: boolean;
}

/**
 * One budget and one pause for all processes. While Redis is away each process goes by its own, so a restart costs
 * precision and no delivery.
 */
export class RedisLimiter implements RequestLimiter {
  private readonly own: InProcessLimiter;
  private readonly bucket: UnitBucket;

  constructor(private readonly options: RedisLimiterOptions) {
    this.own = new InProcessLimiter(options.unitsPerMinute, options.now);
    this.bucket = unitBucket(options.unitsPerMinute);
  }

  async reserve(units: number, mostWaitMs: number): Promise<Admission> {
    const { msPerUnit, burstMs } = this.bucket;
    const numbers = [units, msPerUnit, burstMs, mostWaitMs, KEEP_MS];
    const reply = this.own.pauseNow() ?? (await this.ask<Reply>(RESERVE, ...numbers));
    // Another request of this process may have been told to wait meanwhile.
    const admission = this.own.pauseNow() ?? reply;
    if (admission === undefined) return this.own.reserve(units, mostWaitMs);
    return Array.isArray(admission) ? admissionOf(admission) : admission;
  }

  async pauseLeft(): Promise<Pause | undefined> {
    const reply = this.own.pauseNow() ?? (await this.ask<Reply>(`${PAUSE_LEFT} return {'none', 0, ''}`));
    const left = this.own.pauseNow() ?? reply;
    if (!Array.isArray(left)) return left;
    const [kind, waitMs, reason] = left;
    return kind === 'paused' ? { kind, waitMs, reason } : undefined;
  }

  async pause(ms: number, reason = ''): Promise<void> {
    await this.own.pause(ms, reason); // at once, for everybody in this process
    await this.ask(PAUSE, Math.ceil(ms), reason, KEEP_MS);
  }

  async stop(reason: string, growth: Backoff): Promise<number> {
    // Jittered here, because scripts of Redis are to give the same result everywhere.
    const share = backoffMs(0, growth) / growth.firstMs;
    const numbers = [growth.firstMs * share, growth.mostMs * share, STOPS_BELONG_TOGETHER_MS, KEEP_MS];
    const ms = await this.ask<number>(STOP, ...numbers, reason);
    if (ms === undefined) return this.own.stop(reason, growth);
    await this.own.pause(ms, reason);
    return ms;
  }

  /** Undefined if Redis does not answer. */
  private async ask<T>(script: string, ...rest: (string | number)[]): Promise<T | undefined> {
    const { redis, key, now, timeIsGiven } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), ANSWER_DEADLINE_MS);
    });
    const reply = redis.eval(script, 1, key, timeIsGiven ? now() : '', ...rest) as Promise<T>;
    try {
      return await Promise.race([reply.catch(() => undefined), deadline]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function admissionOf([kind, waitMs, reason]: Reply): Admission {
  if (kind === 'paused') return { kind, waitMs, reason };
  return kind === 'granted' || kind === 'none' ? { kind: 'granted' } : { kind, waitMs };
}
