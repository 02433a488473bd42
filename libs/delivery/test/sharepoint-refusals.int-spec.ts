import { RunningSimulator } from '@app/testing';
import { consignmentOf } from '../src/testing/describe-delivery-target';
import { fastClock, ROOT_FOLDER, targetFor } from './sharepoint-harness';

const content = Buffer.from('00,S1MIG-007,10\r\n10,1\r\n');
const { folder, fileName } = consignmentOf(content);
const place = `${ROOT_FOLDER}/${folder}`;

let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await RunningSimulator.start();
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  await simulator.reset();
  await simulator.makeFolder(place);
});

async function allPaths(): Promise<string[]> {
  return (await simulator.state()).items.map(({ path }) => path).sort();
}

describe('a delivery that SharePoint does not take', () => {
  it('never creates a missing folder, says what to do, and holds up nobody else', async () => {
    const target = targetFor(simulator);
    const missing = target.deliver(consignmentOf(content, { folder: 'PYY888 Not Yet There' }));
    await expect(missing).rejects.toMatchObject({
      code: 'DELIVERY.FOLDER_MISSING',
      retryable: false,
      message: expect.stringMatching(/mrr sharepoint provision/) as string,
    });
    await target.deliver(consignmentOf(content));
    expect(await allPaths()).toEqual([ROOT_FOLDER, place, `${place}/${fileName}`]);
  });

  it('does not make a folder again that was deleted after it had been found', async () => {
    const target = targetFor(simulator);
    await target.deliver(consignmentOf(content, { fileName: 'first.csv' }));
    await simulator.removeItem(place);
    await expect(target.deliver(consignmentOf(content))).rejects.toMatchObject({
      code: 'DELIVERY.FOLDER_MISSING',
    });
    expect(await allPaths()).toEqual([ROOT_FOLDER]);
  });

  it('finds a folder that was deleted and made again', async () => {
    const target = targetFor(simulator);
    await target.deliver(consignmentOf(content, { fileName: 'first.csv' }));
    await simulator.removeItem(place);
    await simulator.makeFolder(place);
    await target.deliver(consignmentOf(content));
    expect(await simulator.content(`${place}/${fileName}`)).toEqual(content);
  });

  it('does not take a file for a folder', async () => {
    await simulator.plant(`${ROOT_FOLDER}/PZZ777`, content);
    const delivering = targetFor(simulator).deliver(consignmentOf(content, { folder: 'PZZ777' }));
    await expect(delivering).rejects.toMatchObject({ code: 'DELIVERY.FOLDER_MISSING' });
  });

  it('tells a wrong library from a missing folder', async () => {
    const target = targetFor(simulator, {}, { driveId: 'b!nowhere' });
    await expect(target.deliver(consignmentOf(content))).rejects.toMatchObject({
      code: 'DELIVERY.REJECTED',
      message: expect.stringMatching(/GRAPH_DRIVE_ID/) as string,
    });
  });

  it.each([
    [{ lockedNames: [fileName] }, { code: 'DELIVERY.FILE_LOCKED', retryable: true, firstWaitMs: 15_000 }],
    [{ quotaLeftBytes: 5 }, { code: 'DELIVERY.TARGET_STOPPED', retryable: true }],
    [{ siteRole: 'read' }, { code: 'DELIVERY.ACCESS_DENIED', retryable: false }],
    [{ siteRole: 'none' }, { code: 'DELIVERY.ACCESS_DENIED', retryable: false }],
    [{ blocked: true }, { code: 'DELIVERY.UNAVAILABLE', retryable: true }],
  ] as const)('with %j ends as %j', async (settings, error) => {
    await simulator.set(settings as object);
    await expect(targetFor(simulator).deliver(consignmentOf(content))).rejects.toMatchObject(error);
    expect(await allPaths()).toEqual([ROOT_FOLDER, place]);
  });

  it.each([{ siteRole: 'read' }, { blocked: true }] as const)(
    'stops the target when three folders in a row are refused, and starts again by itself: %j',
    async (settings) => {
      const target = targetFor(simulator);
      for (const party of ['PAA001', 'PAA002']) await simulator.makeFolder(`${ROOT_FOLDER}/${party}`);
      await simulator.set(settings);
      for (const party of ['PAA001', 'PAA001', 'PAA001', 'PAA002', folder]) {
        const one = target.deliver(consignmentOf(content, { folder: party }));
        await expect(one).rejects.not.toMatchObject({ code: 'DELIVERY.TARGET_STOPPED' });
      }
      const sent = (await simulator.journal()).length;
      const stopped: unknown = await target.deliver(consignmentOf(content)).catch((error: unknown) => error);
      expect(stopped).toMatchObject({ code: 'DELIVERY.TARGET_STOPPED' });
      expect((await simulator.journal()).length).toBe(sent);
      await simulator.set({ siteRole: 'write', blocked: false });
      await target['parts'].clock.sleep((stopped as { retryAfterMs: number }).retryAfterMs);
      await target.deliver(consignmentOf(content));
    },
  );

  it('fetches a new token when the old one is void or has expired', async () => {
    const target = targetFor(simulator);
    for (const fault of [{ kind: 'void-tokens' }, undefined] as const) {
      if (fault) await simulator.inject({ operation: 'put-content', action: fault });
      else await simulator.moveClock({ advanceMs: 3_700_000 });
      await target.deliver(consignmentOf(content, { fileName: `${fault?.kind ?? 'expired'}.csv` }));
    }
    const tokens = (await simulator.journal()).filter(({ operation }) => operation === 'token');
    expect(tokens).toHaveLength(3);
  });

  it('says so when the credential is not accepted', async () => {
    const wrong = { credential: { kind: 'secret', clientSecret: 'expired' } } as const;
    await expect(targetFor(simulator, {}, wrong).deliver(consignmentOf(content))).rejects.toMatchObject({
      code: 'DELIVERY.SIGN_IN_REFUSED',
      message: expect.stringMatching(/AADSTS7000215/) as string,
    });
  });

  it('stops for a full library shortly at first, then longer and longer', async () => {
    await simulator.set({ quotaLeftBytes: 5 });
    const clock = fastClock(simulator);
    const target = targetFor(simulator, { clock });
    const waits: number[] = [];
    for (let stop = 0; stop < 8; stop++) {
      const error: unknown = await target.deliver(consignmentOf(content)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'DELIVERY.TARGET_STOPPED' });
      waits.push((error as { retryAfterMs: number }).retryAfterMs);
      await clock.sleep(waits.at(-1) ?? 0);
    }
    const longest = [15, 30, 60, 120, 240, 480, 900, 900].map((seconds) => seconds * 1000);
    waits.forEach((ms, stop) => {
      expect(ms).toBeLessThanOrEqual(longest[stop] ?? 0);
      expect(ms).toBeGreaterThanOrEqual((longest[stop] ?? 0) / 2);
    });
    await simulator.set({ quotaLeftBytes: null });
    await target.deliver(consignmentOf(content));
  });

  it.each([
    ['429 with a decimal', { status: 429, retryAfter: '2.128' }, 2128],
    ['503 with whole seconds', { status: 503, retryAfter: '7' }, 7000],
    ['429 without a wait', { status: 429 }, 500],
  ] as const)('waits as the token endpoint asks: %s', async (_, refusal, waitMs) => {
    await simulator.inject({ operation: 'token', times: 2, action: { kind: 'refuse', ...refusal } });
    const clock = fastClock(simulator);
    await targetFor(simulator, { clock }).deliver(consignmentOf(content));
    expect(clock.slept).toHaveLength(2);
    expect(Math.min(...clock.slept)).toBeGreaterThanOrEqual(waitMs);
    const tokens = (await simulator.journal()).filter(({ operation }) => operation === 'token');
    expect(tokens).toHaveLength(3);
  });

  it('leaves a long wait for the token endpoint to the queue, and nobody sends anything meanwhile', async () => {
    const clock = fastClock(simulator);
    const target = targetFor(simulator, { clock });
    await target.deliver(consignmentOf(content, { fileName: 'first.csv' }));
    await simulator.inject({
      operation: 'token',
      action: { kind: 'refuse', status: 429, retryAfter: '300' },
    });
    await simulator.inject({ operation: 'put-content', action: { kind: 'void-tokens' } });
    const later = { code: 'DELIVERY.THROTTLED' };
    await expect(target.deliver(consignmentOf(content))).rejects.toMatchObject(later);
    const sent = (await simulator.journal()).length;
    await expect(target.deliver(consignmentOf(content))).rejects.toMatchObject(later);
    expect(await simulator.journal()).toHaveLength(sent);
    await clock.sleep(300_000);
    await target.deliver(consignmentOf(content));
  });

  it('waits for an identity provider that is away', async () => {
    await simulator.inject({ operation: 'token', action: { kind: 'refuse', status: 503 } });
    const target = targetFor(simulator);
    await expect(target.deliver(consignmentOf(content))).rejects.toMatchObject({
      code: 'DELIVERY.UNAVAILABLE',
      retryable: true,
    });
    await target.deliver(consignmentOf(content));
  });

  it.each(['baseUrl', 'authorityHost'] as const)('refuses %s in the clear to another machine', (setting) => {
    expect(() => targetFor(simulator, {}, { [setting]: 'http://graph.example' })).toThrow(/https/);
  });
});
