export type { BuildOutcome, NilReason } from './build-outcome';
export { NIL_REASONS } from './build-outcome';
export { ReportValueError } from './errors/report-value.error';
export { ReportBuilder } from './report-builder';
export type { ReportBuilderOptions } from './report-builder';
