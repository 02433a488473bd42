import type { Measure } from '../measure';
import { build001 } from './build-001.measure';
import { history } from './history.measure';
import { ingest } from './ingest.measure';

export const MEASURES: readonly Measure[] = [build001, history, ingest];
