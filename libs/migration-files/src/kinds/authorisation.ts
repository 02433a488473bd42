import {
  compactDate,
  compactInstant,
  compactMonday,
  csvBoolean,
  eui64,
  oneOf,
  quantity,
  recordNumber,
  smsoId,
  textUpTo,
} from '../fields/field-rules';
import type { CsvLayout } from '../file-layout';
import type { Header } from './header';
import { RecordNumberSet } from './record-number-set';
import { refuseRepeated } from './repeated-record';

export interface AuthorisationHeader extends Header<'MA'> {
  /** The file's own id in reports and references: its name without `.csv`, opaque. */
  readonly maFileName: string;
  readonly smsoId: string;
  readonly authorisingPartyId: string;
  /** `DCC` authorises dormant meters. */
  readonly authorisingPartyType: 'SUPPLIER' | 'DCC';
}

/** One Migration Authorisation (R8). */
export interface AuthorisationRecord {
  readonly kind: 'MA';
  readonly recordNumber: number;
  /** As stated, or the authorising party if a SUPPLIER left it empty. */
  readonly responsibleSupplierId: string;
  /** At least one of MPAN and MPRN is set. */
  readonly importMpan: string | null;
  readonly mprn: string | null;
  /** `YYYY-MM-DD`. */
  readonly migrateOn: string | null;
  /** Monday, `YYYY-MM-DD`. */
  readonly migrationWeek: string;
  readonly priorityIndicator: boolean;
  readonly organisationCertificateSerialNumber: string | null;
  /** `A` active, `D` dormant; the default of the authorising party's type is applied. */
  readonly meterStatus: 'A' | 'D';
}

const authorisingPartyType = oneOf(['SUPPLIER', 'DCC']);
const meterStatus = oneOf(['A', 'D']);
const certificateSerialNumber = textUpTo(40);

const CERTIFICATE = 'OrganisationCertificateSerialNumber';

/**
 * Migration Authorisation; key: the file name, as opaque text (fine print 32).
 *
 * Decided where the layout leaves a choice: the certificate's serial number may be empty, as no report reads it;
 * `MigrateOn` may lie outside the Migration Week.
 */
export const authorisation: CsvLayout<'MA'> = {
  kind: 'MA',
  format: 'csv',
  headerFields: ['SMSOID', 'AuthorisingPartyID', 'AuthorisingPartyType', 'CreationDateTime', 'RecordCount'],
  recordFields: [
    'RecordNumber',
    'ResponsibleSupplierID',
    'ImportMPAN',
    'MPRN',
    'MigrateOn',
    'MigrationWeek',
    'PriorityIndicator',
    CERTIFICATE,
    'MeterStatus',
  ],
  readHeader: (header, name) => ({
    kind: 'MA',
    businessKey: name.stem,
    originator: null,
    counter: null,
    maFileName: name.stem,
    smsoId: header.agreeing('SMSOID', smsoId, name.smsoId),
    authorisingPartyId: header.agreeing('AuthorisingPartyID', eui64, name.userId),
    authorisingPartyType: header.required('AuthorisingPartyType', authorisingPartyType),
    createdAt: header.agreeing('CreationDateTime', compactInstant, name.createdAt),
    recordCount: header.required('RecordCount', quantity),
  }),
  openRecords: (header) => {
    const isSupplier = header.authorisingPartyType === 'SUPPLIER';
    const numbers = new RecordNumberSet();
    return {
      read: (fields, check) => {
        const number = check.required(fields, 'RecordNumber', recordNumber);
        const supplier = isSupplier
          ? (check.optional(fields, 'ResponsibleSupplierID', eui64) ?? header.authorisingPartyId)
          : check.required(fields, 'ResponsibleSupplierID', eui64);
        const importMpan = check.optionalMpan(fields);
        const mprn = check.optionalMprn(fields);
        if (fields.text('ImportMPAN') === null && fields.text('MPRN') === null) {
          check.refuse('ImportMPAN', 'FIELD', 'and MPRN are both empty', null);
        }
        const record: AuthorisationRecord = {
          kind: 'MA',
          recordNumber: number,
          responsibleSupplierId: supplier,
          importMpan,
          mprn,
          migrateOn: check.optional(fields, 'MigrateOn', compactDate),
          migrationWeek: check.required(fields, 'MigrationWeek', compactMonday),
          priorityIndicator: check.optional(fields, 'PriorityIndicator', csvBoolean) ?? false,
          organisationCertificateSerialNumber: check.optional(fields, CERTIFICATE, certificateSerialNumber),
          meterStatus: check.optional(fields, 'MeterStatus', meterStatus) ?? (isSupplier ? 'A' : 'D'),
        };
        refuseRepeated(check, numbers, number);
        return record;
      },
    };
  },
};
