import { PermanentError } from '../outcomes/permanent.error';
import { reportLine } from './job-report';

const run = { queue: 'build-report', subject: 'slot 42', attempt: 2, attempts: 5, durationMs: 3210 };
const error = new PermanentError('DELIVERY.THROTTLED', 'wait');

it.each([
  [{ kind: 'done' } as const, 'Done build-report slot 42 (3.2 s, attempt 2 of 5)'],
  [
    { kind: 'skipped', reason: 'nil already' } as const,
    'Skipped build-report slot 42 (3.2 s, attempt 2 of 5): nil already',
  ],
  [
    { kind: 'later', delayMs: 30_000, error } as const,
    'Postponed build-report slot 42 (3.2 s, attempt 2 of 5) by 30.0 s: DELIVERY.THROTTLED',
  ],
  [
    { kind: 'handed-back', reason: 'shutdown' } as const,
    'Handed back build-report slot 42 (3.2 s, attempt 2 of 5): shutdown',
  ],
  [
    { kind: 'retry', error } as const,
    'Retrying build-report slot 42 (3.2 s, attempt 2 of 5): DELIVERY.THROTTLED',
  ],
  [
    { kind: 'failed', error } as const,
    'Failed build-report slot 42 (3.2 s, attempt 2 of 5): DELIVERY.THROTTLED',
  ],
])('tells %j in one line', (outcome, line) => {
  expect(reportLine(run, outcome)).toBe(line);
});
