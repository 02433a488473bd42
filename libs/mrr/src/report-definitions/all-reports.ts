import type { ReportDefinition, ReportId } from './report-definition';
import { S1MIG_001 } from './s1mig-001.report';
import { S1MIG_002 } from './s1mig-002.report';
import { S1MIG_003 } from './s1mig-003.report';
import { S1MIG_004 } from './s1mig-004.report';
import { S1MIG_005 } from './s1mig-005.report';
import { S1MIG_006 } from './s1mig-006.report';
import { S1MIG_007 } from './s1mig-007.report';
import { S1MIG_008 } from './s1mig-008.report';
import { S1MIG_009 } from './s1mig-009.report';
import { S1MIG_010 } from './s1mig-010.report';

const BY_ID: Readonly<Record<ReportId, ReportDefinition>> = {
  'S1MIG-001': S1MIG_001,
  'S1MIG-002': S1MIG_002,
  'S1MIG-003': S1MIG_003,
  'S1MIG-004': S1MIG_004,
  'S1MIG-005': S1MIG_005,
  'S1MIG-006': S1MIG_006,
  'S1MIG-007': S1MIG_007,
  'S1MIG-008': S1MIG_008,
  'S1MIG-009': S1MIG_009,
  'S1MIG-010': S1MIG_010,
};

/** The ten reports of MRR Appendix A, in their order. */
export const ALL_REPORTS: readonly ReportDefinition[] = Object.values(BY_ID);

export function reportDefinition(id: ReportId): ReportDefinition {
  return BY_ID[id];
}

export function isReportId(text: string): text is ReportId {
  return Object.hasOwn(BY_ID, text);
}
