/** The regime as code: pure TypeScript, no database, no files of its own. */
export * from './calendar';
export * from './file-naming';
export * from './identifiers';
export * from './report-definitions';
export * from './verification';
