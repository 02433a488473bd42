import { isInWeekOf } from '@app/mrr';
import {
  compactDate,
  compactInstant,
  compactMonday,
  eui64,
  partySignifier,
  quantity,
  smsoId,
} from '../fields/field-rules';
import type { CsvLayout } from '../file-layout';
import type { Header } from './header';

export interface CommitmentsHeader extends Header<'DC'> {
  readonly partySignifier: string;
  readonly userId: string;
  readonly smsoId: string;
  /** Monday, `YYYY-MM-DD`. */
  readonly weekCommencing: string;
}

/** What the DCC commits to commence on one Migration Day; zero is a commitment (fine print 29). */
export interface Commitment {
  readonly kind: 'DC';
  /** `YYYY-MM-DD`. */
  readonly migrationDay: string;
  /** Installations. */
  readonly quantity: number;
}

/**
 * Migration Demand Commitments. The business key has the issue time, since two issues of one week bear the same name
 * (fine print 29); the Party's signifier is not part of it.
 *
 * Decided where the layout leaves a choice: a Migration Day outside the week of the header is a wrong value (`FIELD`).
 */
export const commitments: CsvLayout<'DC'> = {
  kind: 'DC',
  format: 'csv',
  headerFields: ['PartySignifier', 'UserID', 'SMSOID', 'WeekCommencing', 'IssueDateTime', 'RecordCount'],
  recordFields: ['MigrationDay', 'Quantity'],
  readHeader: (header, name) => {
    const signifier = header.agreeing('PartySignifier', partySignifier, name.partySignifier);
    const userId = header.agreeing('UserID', eui64, name.userId);
    const smso = header.agreeing('SMSOID', smsoId, name.smsoId);
    const weekCommencing = header.agreeing('WeekCommencing', compactMonday, name.weekCommencing);
    const createdAt = header.required('IssueDateTime', compactInstant);
    return {
      kind: 'DC',
      createdAt,
      businessKey: ['DC', userId, smso, weekCommencing, createdAt].join('_'),
      originator: null,
      counter: null,
      recordCount: header.required('RecordCount', quantity),
      partySignifier: signifier,
      userId,
      smsoId: smso,
      weekCommencing,
    };
  },
  openRecords: (header) => {
    const days = new Set<string>();
    return {
      read: (fields, check) => {
        const record: Commitment = {
          kind: 'DC',
          migrationDay: check.required(fields, 'MigrationDay', compactDate),
          quantity: check.required(fields, 'Quantity', quantity),
        };
        const day = record.migrationDay;
        if (day && !isInWeekOf(header.weekCommencing, day)) {
          const outside = 'is not in the week of the header';
          check.refuse('MigrationDay', 'FIELD', outside, fields.text('MigrationDay'));
        }
        if (!check.isRefused && days.has(day)) {
          check.refuse('MigrationDay', 'DUPLICATE_RECORD', 'stands in an earlier record', day);
        }
        if (!check.isRefused) days.add(day);
        return record;
      },
    };
  },
};
