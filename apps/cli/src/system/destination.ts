import { Logger } from '@nestjs/common';
import type { DeliveryConfig } from '@app/config';
import { deliveredAt } from '@app/delivery';
import { compareFolder, type DestinationFinding, destinationFolders, noteFoundIssues } from '@app/reports';
import type { Pool } from 'pg';
import { withDataSource } from './with-data-source';

// What the client of the destination would log, the command tells in its own words.
Logger.overrideLogger(false);

export interface DestinationCheck {
  readonly folders: number;
  readonly findings: readonly DestinationFinding[];
  /** Numbers that were noted, so that no other content gets them. */
  readonly noted: number;
}

export function checkDestination(
  database: Pool,
  config: DeliveryConfig,
  { deep, note }: { deep: boolean; note: boolean },
): Promise<DestinationCheck> {
  return withDataSource(database, async (dataSource) => {
    const list = deliveredAt(config);
    const folders = await destinationFolders(dataSource);
    const findings: DestinationFinding[] = [];
    for (const folder of folders) {
      const found = compareFolder(dataSource, folder, list(folder), deep);
      for await (const finding of found) findings.push(finding);
    }
    const noted = note ? await noteFoundIssues(dataSource, findings) : 0;
    return { folders: folders.length, findings, noted };
  });
}
