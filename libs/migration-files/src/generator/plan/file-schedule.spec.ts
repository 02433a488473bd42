import type { FileDraft } from '../files/file-draft';
import { DAY, HOUR } from '../instant';
import { Random } from '../random';
import { FileSchedule } from './file-schedule';

const draft = (name: string, createdAt: number): FileDraft => ({
  name,
  createdAt,
  render: () => Buffer.from(name),
});
const NO_OUTAGE = { from: 0, to: 0 };

describe('FileSchedule', () => {
  it('numbers files in the order of their creation, not of their planning', () => {
    const schedule = new FileSchedule(new Random('numbers'), NO_OUTAGE);
    schedule.addNumbered(200, 'COF', (counter) => draft(`second ${counter}`, 200));
    schedule.addNumbered(100, 'COF', (counter) => draft(`first ${counter}`, 100));
    const names = [...schedule.releaseBefore(DAY), ...schedule.releaseRest()].map((file) => file.draft.name);
    expect(names.sort()).toEqual(['first 1', 'second 2']);
  });

  it('keeps a counter for each key', () => {
    const schedule = new FileSchedule(new Random('keys'), NO_OUTAGE);
    expect([schedule.nextCounter('a'), schedule.nextCounter('b'), schedule.nextCounter('a')]).toEqual([
      1, 1, 2,
    ]);
  });

  it('holds back what is created later', () => {
    const schedule = new FileSchedule(new Random('later'), NO_OUTAGE);
    schedule.add(draft('tomorrow', DAY));
    expect(schedule.releaseBefore(DAY)).toEqual([]);
    expect([...schedule.releaseBefore(2 * DAY), ...schedule.releaseRest()]).toHaveLength(1);
  });

  it('lets everything from an outage arrive afterwards, no longer in order', () => {
    const schedule = new FileSchedule(new Random('outage'), { from: HOUR, to: 3 * HOUR });
    for (let minute = 0; minute < 60; minute++) schedule.add(draft(String(minute), HOUR + minute * 60));
    const arrived = schedule.releaseBefore(DAY);
    expect(Math.min(...arrived.map((file) => file.arrivedAt))).toBeGreaterThanOrEqual(3 * HOUR);
    const order = arrived.map((file) => file.draft.createdAt);
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
  });
});
