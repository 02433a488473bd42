export { copyRows } from './copy/copy-rows';
export type { CopyValue } from './copy/copy-rows';
export { dataSourceOptions, runMigrations } from './data-source';
export type { DatabaseOptions } from './data-source';
export * from './entities';
export { inTransaction } from './transaction';
