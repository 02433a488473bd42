import type { Size } from '../reference/border-cases';
import type { AppCounts } from './system/chaos-system';

/** How much happens in one run. */
export interface Load {
  readonly size: Size;
  /** The slots that are asked for: the last days of the period that the files make. */
  readonly days: number;
  readonly apps: AppCounts;
  readonly loadingMs: number;
  readonly loadingFaults: number;
  readonly reportingMs: number;
  readonly reportingFaults: number;
  readonly hostileFiles: number;
}

export const FULL_LOAD: Load = {
  size: 'busy',
  days: 14,
  apps: { 'report-scheduler': 2, ingest: 2, 'report-worker': 3, distribution: 2 },
  loadingMs: 12_000,
  loadingFaults: 6,
  reportingMs: 22_000,
  reportingFaults: 12,
  hostileFiles: 6,
};

/** For `npm test`: fewer processes, a third of the files, half of the slots. */
export const SMALL_LOAD: Load = {
  size: 'small',
  days: 4,
  apps: { 'report-scheduler': 2, ingest: 1, 'report-worker': 2, distribution: 1 },
  loadingMs: 5_000,
  loadingFaults: 3,
  reportingMs: 10_000,
  reportingFaults: 6,
  hostileFiles: 4,
};
