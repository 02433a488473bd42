import { loadConfigFrom } from '@app/config';
import { armFailpoints, failpoint } from './failpoint';

function arm(text: string): void {
  armFailpoints(loadConfigFrom({ FAILPOINTS: text }, 'failpoints').failpoints);
}

/** At which of `count` hits the point throws. */
async function throwsAt(count: number): Promise<number[]> {
  const thrown: number[] = [];
  for (let hit = 1; hit <= count; hit += 1) {
    await failpoint('build.after-claim')?.catch(() => thrown.push(hit));
  }
  return thrown;
}

describe('failpoints', () => {
  beforeEach(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
  afterEach(() => {
    armFailpoints([]);
    jest.restoreAllMocks();
  });

  it('are without effect unless they are armed', () => {
    expect(failpoint('build.after-claim')).toBeUndefined();
  });

  it.each([
    ['build.after-claim=throw', [1, 2, 3, 4, 5]],
    ['build.after-claim=throw@2', [2]],
    ['build.after-claim=throw@2-3', [2, 3]],
    ['build.after-claim=throw@4-', [4, 5]],
    ['build.after-claim=throw@1;build.after-claim=enospc@3', [1, 3]],
    ['build.after-lock=throw', []],
  ])('%s acts at the hits %j', async (text, hits) => {
    arm(text);
    expect(await throwsAt(5)).toEqual(hits);
  });

  it('fail as a full disk does', async () => {
    arm('archive.mid-write=enospc');
    await expect(failpoint('archive.mid-write')).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('refuse a name that no place has', () => {
    expect(() => arm('build.after-clam=kill')).toThrow('there is no point "build.after-clam"');
  });

  it.each([
    'build.after-claim',
    'build.after-claim=boom',
    'a=kill@0',
    'a=delay',
    'a=kill;;b=kill',
    'a=kill@3-x',
  ])('refuse to be written as %j', (text) => expect(() => arm(text)).toThrow('FAILPOINTS: expected such as'));

  it('are refused in production', () => {
    const environment = { FAILPOINTS: 'build.after-claim=kill', NODE_ENV: 'production' };
    expect(() => loadConfigFrom(environment, 'failpoints')).toThrow('since NODE_ENV is production');
  });
});
