import type { Job } from 'bullmq';
import { postponedAgain, postponementOf } from './postponement';

const job = (progress: unknown, attemptsStarted: number) => ({ progress, attemptsStarted }) as Job;

describe('postponementOf', () => {
  const locked = postponedAgain(undefined, 'LOCKED', 1000);

  it('counts by reason and remembers since when', () => {
    const again = postponedAgain(postponedAgain(locked, 'LOCKED', 2000), 'FULL', 3000);
    expect(again).toEqual({ since: 1000, times: { LOCKED: 2, FULL: 1 } });
    expect(postponementOf(job(again, 4))).toEqual(again);
  });

  it('is forgotten when an operator puts the job back, which starts it from scratch', () => {
    expect(postponementOf(job(locked, 1))).toBeUndefined();
  });

  it.each([0, 50, null, {}, 'half'])('is not mistaken for other progress: %j', (progress) => {
    expect(postponementOf(job(progress, 3))).toBeUndefined();
  });
});
