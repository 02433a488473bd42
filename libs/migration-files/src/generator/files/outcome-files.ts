import type { Instant } from '../instant';
import { sixDigits } from '../sample-identifiers';
import { closingHeaderElements, referenceElements, type CommonFileReference } from './common-files';
import type { FileDraft } from './file-draft';
import { element, migrationFileXml, parent, xmlInstallation } from './xml-content';

export interface OutcomeHeader {
  /** The S1SP, or the Commissioning Party. */
  readonly originatorId: string;
  readonly counter: number;
  readonly groupId: string;
  readonly createdAt: Instant;
}

export type OutcomeResult = 'SUCCESS' | 'FAILURE';

export interface CommissioningRow {
  readonly chfId: string;
  readonly result: OutcomeResult;
  readonly reasonCode?: string | undefined;
  readonly rollback?: 'COMPLETED' | 'NOT_POSSIBLE' | 'NOT_REQUIRED' | undefined;
}

/** S1SP Commissioning File. */
export function commissioningFile(
  header: OutcomeHeader,
  reference: CommonFileReference,
  rows: readonly CommissioningRow[],
): FileDraft {
  return {
    name: `S1SPCF_${header.originatorId}_${sixDigits(header.counter)}.xml`,
    createdAt: header.createdAt,
    render: () =>
      migrationFileXml(
        'S1SPCommissioningFile',
        headerElements('S1SPID', 'S1SPCounter', header, reference, rows.length),
        rows.map((row) =>
          xmlInstallation(
            element('CHFID', row.chfId),
            element('Result', row.result),
            element('ReasonCode', row.reasonCode),
            element('Rollback', row.rollback),
          ),
        ),
      ),
  };
}

export interface SmartMeteringSystemOutcome {
  readonly mpxn: string;
  readonly result: OutcomeResult;
  readonly reasonCode?: string | undefined;
}

export interface CommissioningOutcomeRow {
  readonly chfId: string;
  readonly result?: OutcomeResult | undefined;
  readonly reasonCode?: string | undefined;
  readonly systems: readonly SmartMeteringSystemOutcome[];
}

/** Commissioning Outcome File. */
export function commissioningOutcomeFile(
  header: OutcomeHeader,
  reference: CommonFileReference,
  rows: readonly CommissioningOutcomeRow[],
): FileDraft {
  return {
    name: `COF_${header.originatorId}_${sixDigits(header.counter)}.xml`,
    createdAt: header.createdAt,
    render: () =>
      migrationFileXml(
        'CommissioningOutcomeFile',
        headerElements('CommissioningPartyID', 'CommissioningPartyCounter', header, reference, rows.length),
        rows.map((row) =>
          xmlInstallation(
            element('CHFID', row.chfId),
            element('Result', row.result),
            element('ReasonCode', row.reasonCode),
            ...row.systems.map((system) =>
              parent(
                'SmartMeteringSystem',
                element('MPxN', system.mpxn),
                element('Result', system.result),
                element('ReasonCode', system.reasonCode),
              ),
            ),
          ),
        ),
      ),
  };
}

function headerElements(
  idName: string,
  counterName: string,
  header: OutcomeHeader,
  reference: CommonFileReference,
  recordCount: number,
): string[] {
  return [
    element(idName, header.originatorId),
    element(counterName, header.counter),
    ...referenceElements(reference),
    element('GroupID', header.groupId),
    ...closingHeaderElements(header.createdAt, recordCount),
  ];
}
