import type { Redis } from 'ioredis';
import { InProcessLimiter } from './in-process-limiter';
import type { Admission, RequestLimiter } from './request-limiter';
import { unitBucket, type UnitBucket } from './unit-bucket';

/** Long after the last pause or debt; an idle tenant leaves nothing behind. */
const KEEP_MS = 24 * 3_600_000;
/** A Redis that does not answer must not hold up deliveries (P6). */
const ANSWER_DEADLINE_MS = 2000;

/** Redis' own time, so that machines whose clocks differ agree; a test passes its time instead. */
const NOW = `
  local now = tonumber(ARGV[1])
  if now == nil then local t = redis.call('TIME'); now = t[1] * 1000 + math.floor(t[2] / 1000) end`;

const ADMIT = `${NOW}
  local state = redis.call('HMGET', KEYS[1], 'fullAt', 'pausedUntil', 'reason')
  local pausedUntil = tonumber(state[2] or '0')
  if pausedUntil > now then return {'paused', math.ceil(pausedUntil - now), state[3] or ''} end
  local fullAt = math.max(tonumber(state[1] or '0'), now) + ARGV[2] * ARGV[3]
  local wait = fullAt - ARGV[4] - now
  if wait > 0 then return {'wait', math.ceil(wait), ''} end
  redis.call('HSET', KEYS[1], 'fullAt', string.format('%.3f', fullAt))
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  return {'granted', 0, ''}`;

const PAUSE = `${NOW}
  local pausedUntil = now + ARGV[2]
  if pausedUntil > tonumber(redis.call('HGET', KEYS[1], 'pausedUntil') or '0') then
    redis.call('HSET', KEYS[1], 'pausedUntil', string.format('%.3f', pausedUntil), 'reason', ARGV[3])
    redis.call('PEXPIRE', KEYS[1], math.max(ARGV[4], 2 * ARGV[2]))
  end
  return 0`;

export interface RedisLimiterOptions {
  redis: Redis;
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

  async admit(units: number): Promise<Admission> {
    const pause = this.own.pauseLeft();
    if (pause.kind === 'paused') return pause;
    const { msPerUnit, burstMs } = this.bucket;
    const reply = await this.ask<[Admission['kind'], number, string]>(
      ADMIT,
      units,
      msPerUnit,
      burstMs,
      KEEP_MS,
    );
    if (reply === undefined) return this.own.admit(units);
    const [kind, waitMs, reason] = reply;
    if (kind === 'paused') return { kind, waitMs, reason };
    if (kind === 'wait') return { kind, waitMs };
    return this.own.pauseLeft(); // another request of this process may have been told to wait meanwhile
  }

  async pause(ms: number, reason = ''): Promise<void> {
    await this.own.pause(ms, reason); // at once, for everybody in this process
    await this.ask(PAUSE, ms, reason, KEEP_MS);
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
