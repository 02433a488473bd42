import { isoInstant, MINUTE, type Instant } from '../instant';
import type { GeneratedFile } from '../generated-file';
import type { SampleMarket } from '../sample-market';
import { HostileDrafts } from './hostile-drafts';
import { rejectedFiles } from './rejected-files';
import { setAsideFiles } from './set-aside-files';
import { unexpectedOutcomeFiles } from './unexpected-outcome-files';

/**
 * One set of hostile files, with the verdict that each must get, in the order in which they must arrive. They name
 * nothing that ordinary sample files name; of the reports they touch those alone that count or list authorisations.
 */
export function hostileFiles(market: SampleMarket, week: Instant): GeneratedFile[] {
  const drafts = new HostileDrafts(market, week);
  const files = [...rejectedFiles(drafts), ...setAsideFiles(drafts), ...unexpectedOutcomeFiles(drafts)];
  const arrival = drafts.nextInstant();
  return files.map(({ createdAt, ...file }, index) => ({
    ...file,
    createdAt: isoInstant(createdAt),
    arrivedAt: isoInstant(arrival + index * MINUTE),
  }));
}
