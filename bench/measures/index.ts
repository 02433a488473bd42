import type { Measure } from '../measure';
import { build001 } from './build-001.measure';
import { burst } from './burst.measure';
import { fairness } from './fairness.measure';
import { history } from './history.measure';
import { ingest } from './ingest.measure';
import { memory } from './memory.measure';
import { pages } from './pages.measure';
import { queueOverhead } from './queue-overhead.measure';
import { workers } from './workers.measure';

export const MEASURES: readonly Measure[] = [
  build001,
  history,
  ingest,
  memory,
  burst,
  queueOverhead,
  workers,
  fairness,
  pages,
];
