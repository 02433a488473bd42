export { generateSampleFiles, type SampleOptions } from './generate-sample-files';
export type { ExpectedProblem, ExpectedVerdict, GeneratedFile } from './generated-file';
export {
  generateMigrationCommonFile,
  LARGE_COMMON_FILE_NAME,
  type LargeCommonFileOptions,
} from './large-common-file';
