import { OverdueDelays } from './overdue-delays';

const job = { id: 'slot-1', delay: 250, timestamp: 1, attemptsStarted: 1 };

describe('OverdueDelays', () => {
  let now: number;
  let overdue: OverdueDelays;

  beforeEach(() => {
    now = 0;
    overdue = new OverdueDelays(() => now);
  });

  it('finds a job that is still delayed long after its delay, once', () => {
    expect(overdue.isOverdue(job)).toBe(false);
    now = 10_251;
    expect(overdue.isOverdue(job)).toBe(true);
    expect(overdue.isOverdue(job)).toBe(false);
  });

  it('leaves a job alone whose delay is not over', () => {
    const patient = { ...job, delay: 3_600_000 };
    expect(overdue.isOverdue(patient)).toBe(false);
    now = 3_600_000;
    expect(overdue.isOverdue(patient)).toBe(false);
  });

  it('measures every wait of a job anew', () => {
    expect(overdue.isOverdue(job)).toBe(false);
    now = 20_000;
    expect(overdue.isOverdue({ ...job, attemptsStarted: 2 })).toBe(false);
    now = 25_000;
    expect(overdue.isOverdue({ ...job, attemptsStarted: 2 })).toBe(false);
  });

  it('forgets the oldest when it knows many', () => {
    for (let id = 0; id <= 20_000; id++) overdue.isOverdue({ ...job, id: `slot-${id}` });
    now = 60_000;
    expect(overdue.isOverdue({ ...job, id: 'slot-0' })).toBe(false);
    expect(overdue.isOverdue({ ...job, id: 'slot-20000' })).toBe(true);
  });
});
