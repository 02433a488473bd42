import { z } from 'zod';
import { defineConcern } from '../concern';
import { choice, intervalOf } from '../variable';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const DAY_SECONDS = 86_400;

/** `WED 23:59:59` as seconds after Monday 00:00:00 UTC. */
function secondsIntoWeek(cutOff: string): number {
  const [day = '', time = ''] = cutOff.split(' ');
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return DAYS.indexOf(day) * DAY_SECONDS + hours * 3600 + minutes * 60 + seconds;
}

export const schedulerConcern = defineConcern({
  variables: z.object({
    // off: only periods that an operator requests are planned (mrr run, mrr batch).
    SCHEDULER_CALENDAR: choice(['on', 'off'], 'on'),
    SCHEDULER_POLL_INTERVAL: intervalOf('10s'),
    RECONCILE_INTERVAL: intervalOf('30s'),
    // R33: the Migration Authorisation Mechanism's cut-off.
    MA_CUT_OFF: z
      .string()
      .regex(/^(MON|TUE|WED|THU|FRI|SAT|SUN) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/)
      .default('WED 23:59:59')
      .transform(secondsIntoWeek)
      .meta({ expected: 'a day and time of the week in UTC such as WED 23:59:59' }),
  }),
  build: (env) => ({
    followsCalendar: env.SCHEDULER_CALENDAR === 'on',
    pollIntervalMs: env.SCHEDULER_POLL_INTERVAL,
    reconcileIntervalMs: env.RECONCILE_INTERVAL,
    maCutOffSecondsIntoWeek: env.MA_CUT_OFF,
  }),
});

export type SchedulerConfig = ReturnType<typeof schedulerConcern.build>;
