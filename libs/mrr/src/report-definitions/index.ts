export { ALL_REPORTS, isReportId, reportDefinition } from './all-reports';
export { checkRow, type FieldViolation, type FieldViolationCode } from './check-row';
export { REPORTED_DEVICE_TYPES, type ReportedDeviceType } from './device-block';
export { DETAIL_RECORD_TYPE, HEADER_RECORD_TYPE, type Field, type FieldType, type Presence } from './field';
export {
  REPORT_IDS,
  type ApplicablePeriodKind,
  type Recipients,
  type ReportDefinition,
  type ReportId,
  type RowOrder,
} from './report-definition';
