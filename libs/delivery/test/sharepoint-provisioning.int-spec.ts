import { RunningSimulator } from '@app/testing';
import { checkSharePoint } from '../src/sharepoint/provisioning/check-sharepoint';
import type { PartyFolder } from '../src/sharepoint/provisioning/party-folder';
import { provisionSharePoint } from '../src/sharepoint/provisioning/provision-sharepoint';
import { configFor, fastClock, ROOT_FOLDER } from './sharepoint-harness';

const energy: PartyFolder = { folder: 'PXX999 Example Energy #1', readers: ['reports@energy.example'] };
const networks: PartyFolder = {
  folder: 'PYY888 Networks',
  readers: ['a@networks.example', 'b@networks.example'],
};

let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await RunningSimulator.start();
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  await simulator.reset();
  await simulator.makeFolder(ROOT_FOLDER);
});

const dependencies = () => ({ clock: fastClock(simulator), log: () => undefined });
const check = (folders: PartyFolder[], overrides = {}) =>
  checkSharePoint(configFor(simulator, overrides), folders, dependencies());
const provision = (folders: PartyFolder[], apply: boolean) =>
  provisionSharePoint(configFor(simulator), folders, { apply }, dependencies());

async function readersByPath(): Promise<Record<string, string[]>> {
  const { items } = await simulator.state();
  return Object.fromEntries(items.map(({ path, readers }) => [path, readers]));
}

describe('provisioning', () => {
  it('does nothing unless it is told to', async () => {
    expect(await provision([energy], false)).toEqual([
      { folder: energy.folder, state: 'would be created', detail: 'for reports@energy.example' },
    ]);
    expect(Object.keys(await readersByPath())).toEqual([ROOT_FOLDER]);
  });

  it('makes each missing folder readable to those named and to nobody else', async () => {
    await simulator.set({ siteRole: 'owner' });
    expect(await provision([energy, networks], true)).toEqual([
      { folder: energy.folder, state: 'created', detail: 'for reports@energy.example alone' },
      {
        folder: networks.folder,
        state: 'created',
        detail: 'for a@networks.example, b@networks.example alone',
      },
    ]);
    expect(await readersByPath()).toMatchObject({
      [`${ROOT_FOLDER}/${energy.folder}`]: energy.readers,
      [`${ROOT_FOLDER}/${networks.folder}`]: networks.readers,
    });
  });

  it('leaves existing folders alone', async () => {
    await simulator.set({ siteRole: 'owner' });
    await simulator.makeFolder(`${ROOT_FOLDER}/${energy.folder}`);
    const before = await readersByPath();
    expect(await provision([energy], true)).toMatchObject([{ state: 'exists' }]);
    expect(await readersByPath()).toEqual(before);
  });

  it('leaves no open folder behind when it may not close it', async () => {
    expect(await provision([energy], true)).toMatchObject([
      { state: 'failed', detail: expect.stringMatching(/403.*removed again/) as string },
    ]);
    expect(Object.keys(await readersByPath())).toEqual([ROOT_FOLDER]);
  });

  it('makes no folder without a reader, and goes on with the next', async () => {
    await simulator.set({ siteRole: 'owner' });
    const states = (await provision([{ folder: 'PZZ777' }, energy], true)).map(({ state }) => state);
    expect(states).toEqual(['failed', 'created']);
  });
});

describe('the check', () => {
  it('finds everything in order and leaves nothing behind', async () => {
    await simulator.set({ siteRole: 'owner' });
    await provision([energy], true);
    await simulator.set({ siteRole: 'write' });
    const findings = await check([energy]);
    expect(findings.map(({ subject, state }) => [subject, state])).toEqual([
      ['sign-in', 'ok'],
      ['library', 'ok'],
      ['site', 'ok'],
      ['folder above', 'ok'],
      ['probe file', 'ok'],
      ['party folder', 'ok'],
    ]);
    expect(findings.at(-1)?.readers).toEqual([
      { who: 'reports@energy.example', roles: ['read'], inherited: false },
    ]);
    expect(Object.keys(await readersByPath())).toEqual([ROOT_FOLDER, `${ROOT_FOLDER}/${energy.folder}`]);
  });

  it('tells which folder is missing and which can be read by others', async () => {
    await simulator.makeFolder(`${ROOT_FOLDER}/${energy.folder}`);
    expect((await check([energy, networks])).slice(-2)).toMatchObject([
      {
        name: energy.folder,
        state: 'warning',
        detail: expect.stringMatching(/everyone@contoso.example \(inherited\)/) as string,
      },
      { name: networks.folder, state: 'failed', detail: expect.stringMatching(/no folder/) as string },
    ]);
  });

  it('tells a reader too many', async () => {
    await simulator.set({ siteRole: 'owner' });
    await provision([networks], true);
    const fewer = { ...networks, readers: ['a@networks.example'] };
    expect((await check([fewer])).at(-1)).toMatchObject({
      state: 'warning',
      detail: 'can be read by b@networks.example',
    });
  });

  it('tells that the application may only read', async () => {
    await simulator.set({ siteRole: 'read' });
    const probe = (await check([])).find(({ subject }) => subject === 'probe file');
    expect(probe).toMatchObject({ state: 'failed', detail: expect.stringMatching(/role "write"/) as string });
  });

  it.each([
    [{ credential: { kind: 'secret', clientSecret: 'wrong' } }, ['sign-in']],
    [{ driveId: 'b!wrong' }, ['sign-in', 'library']],
    [{ rootFolder: 'Nowhere' }, ['sign-in', 'library', 'site', 'folder above']],
  ] as const)('ends where %j is wrong', async (overrides, subjects) => {
    const findings = await check([], overrides);
    expect(findings.map(({ subject }) => subject)).toEqual(subjects);
    expect(findings.at(-1)?.state).toBe('failed');
  });
});
