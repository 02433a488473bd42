import type { SharePointConfig } from '@app/config';
import { undocumentedAnswers, type RunningSimulator } from '@app/testing';
import type { Clock } from '../src/sharepoint/clock';
import { sharePointParts, type SharePointDependencies } from '../src/sharepoint/sharepoint-parts';
import { SharePointTarget } from '../src/sharepoint/sharepoint-target';
import type { DeliveryTargetHarness } from '../src/testing/describe-delivery-target';

export const ROOT_FOLDER = 'Reports #1';

export function configFor(
  { address }: RunningSimulator,
  overrides: Partial<SharePointConfig> = {},
): SharePointConfig {
  const { graphUrl, authorityUrl, tenantId, clientId, clientSecret, driveId } = address;
  return {
    target: 'sharepoint',
    baseUrl: graphUrl,
    authorityHost: authorityUrl,
    tenantId,
    clientId,
    credential: { kind: 'secret', clientSecret },
    driveId,
    rootFolder: ROOT_FOLDER,
    unitsPerMinute: 1_000_000,
    singleUploadBytes: 4 * 2 ** 20,
    uploadRangeBytes: 10 * 2 ** 20,
    proxy: {},
    ...overrides,
  };
}

/** Waits cost no time: the simulator's clock is moved instead, and this process' with it. */
export function fastClock(simulator: RunningSimulator): Clock & { slept: number[] } {
  let passedMs = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => Date.now() + passedMs,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      passedMs += ms;
      await simulator.moveClock({ advanceMs: ms });
    },
  };
}

export function targetFor(
  simulator: RunningSimulator,
  dependencies: SharePointDependencies = {},
  overrides: Partial<SharePointConfig> = {},
): SharePointTarget {
  const defaults = { clock: fastClock(simulator), log: () => undefined };
  return new SharePointTarget(
    sharePointParts(configFor(simulator, overrides), { ...defaults, ...dependencies }),
  );
}

export async function simulatorHarness(simulator: RunningSimulator): Promise<DeliveryTargetHarness> {
  await simulator.reset();
  return {
    target: targetFor(simulator),
    prepareFolder: (folder) => simulator.makeFolder(`${ROOT_FOLDER}/${folder}`),
    plant: (folder, fileName, content) => simulator.plant(`${ROOT_FOLDER}/${folder}/${fileName}`, content),
    content: (folder, fileName) => simulator.content(`${ROOT_FOLDER}/${folder}/${fileName}`),
    list: async (folder) => {
      const below = `${ROOT_FOLDER}/${folder}/`;
      const { items } = await simulator.state();
      return items.filter(({ path }) => path.startsWith(below)).map(({ path }) => path.slice(below.length));
    },
    close: async () => expect(undocumentedAnswers(await simulator.journal())).toEqual([]),
  };
}
