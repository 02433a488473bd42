import * as fc from 'fast-check';
import { InProcessLimiter } from './in-process-limiter';

/** Sends as fast as the limiter allows; returns the instants and prices of what went out. */
async function sendAll(limiter: InProcessLimiter, prices: number[], clock: { now: number }) {
  const sent: { at: number; units: number }[] = [];
  for (const units of prices) {
    const admission = await limiter.reserve(units, Number.POSITIVE_INFINITY);
    if (admission.kind !== 'granted') clock.now += Math.ceil(admission.waitMs);
    sent.push({ at: clock.now, units });
  }
  return sent;
}

describe('InProcessLimiter', () => {
  it('never exceeds the budget in any minute, however the requests come', async () => {
    const price = fc.constantFrom(1, 2, 5);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 50, max: 5000 }),
        fc.array(price, { maxLength: 300 }),
        async (budget, prices) => {
          const clock = { now: 1_000_000 };
          const sent = await sendAll(new InProcessLimiter(budget, () => clock.now), prices, clock);
          for (const { at } of sent) {
            const minute = sent.filter((other) => other.at >= at && other.at < at + 60_000);
            expect(minute.reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(budget);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('lets every request through in the end, even with a budget of one unit a minute', async () => {
    const clock = { now: 1_000_000 };
    const sent = await sendAll(new InProcessLimiter(1, () => clock.now), [5, 5, 2, 1], clock);
    expect(sent).toHaveLength(4);
    expect(clock.now).toBeGreaterThan(1_000_000 + 5 * 60_000);
  });

  it('reserves nothing for whom the wait is too long', async () => {
    const limiter = new InProcessLimiter(600, () => 1_000_000);
    let waitMs = 0;
    while (waitMs <= 500) {
      const admission = await limiter.reserve(1, 500);
      waitMs = admission.kind === 'granted' ? 0 : admission.waitMs;
    }
    const refused = { kind: 'exhausted', waitMs };
    expect([await limiter.reserve(1, 500), await limiter.reserve(1, 500)]).toEqual([refused, refused]);
  });

  it('keeps the longer of two pauses, with its reason, and then goes on', async () => {
    const clock = { now: 1_000_000 };
    const limiter = new InProcessLimiter(1250, () => clock.now);
    await limiter.pause(5000, 'quota');
    await limiter.pause(1000);
    expect(await limiter.reserve(1, 0)).toEqual({ kind: 'paused', waitMs: 5000, reason: 'quota' });
    clock.now += 5000;
    expect(await limiter.reserve(1, 0)).toEqual({ kind: 'granted' });
  });
});
