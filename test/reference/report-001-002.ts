import { Attempt, commissioningFile } from './attempts';
import { deviceBlock, installationBlock } from './blocks';
import { HOUR, instantText } from './instants';
import { mayBeReportedTo } from './master-data';
import { sortedBy } from './orders';
import { Issue, Regime, ReportModel, Sighting } from './regime';
import { slotsOf } from './slots';

/** R13: every outcome with completion ≤ R − 1 h not yet reported to that recipient (`batch`: fine print 7). */
function outcomes(reportId: 'S1MIG-001' | 'S1MIG-002', success: boolean): ReportModel {
  return (regime, recipient, from, to): Issue[] => {
    const waiting = new Set(
      regime
        .sightings(recipient.role as 'SUPPLIER' | 'DNO', recipient.userId)
        .filter(({ attempt }) => attempt.conclusion?.success === success),
    );
    const issues: Issue[] = [];
    for (const slot of slotsOf(reportId, from, to)) {
      if (!mayBeReportedTo(recipient, slot)) continue;
      const due = [...waiting].filter(({ attempt }) => attempt.conclusion!.created <= slot - HOUR);
      for (const sighting of due) waiting.delete(sighting);
      if (due.length > 0)
        issues.push({ slot, header: [], rows: inOrder(due).map((one) => row(regime, one)) });
    }
    return issues;
  };
}

/** 54, 9, 4, 5, then SMSO ID (fine print 33). */
function inOrder(sightings: Sighting[]): Sighting[] {
  return sortedBy(sightings, ({ attempt }) => [attempt.conclusion!.created, ...identity(attempt)]);
}

export function identity({ common }: Attempt): (string | number)[] {
  return [common.chf, common.requestingParty, common.counter, common.smso];
}

function row(regime: Regime, { attempt, view }: Sighting): string[] {
  const commissioning = commissioningFile(attempt);
  const concluded = attempt.conclusion!;
  const reporting = concluded.kind === 'COF' ? concluded : commissioning;
  const split = regime.entitlement.isSplit(attempt.common);
  return [
    ...installationBlock(attempt, view, split, commissioning, reporting),
    ...deviceBlock(attempt.common, view),
    instantText(concluded.created),
  ];
}

export const report001 = outcomes('S1MIG-001', true);
export const report002 = outcomes('S1MIG-002', false);
