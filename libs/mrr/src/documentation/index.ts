export { csvwMetadata } from './csvw-metadata';
export { generatedFiles } from './generated-files';
export { indexPage, reportPage } from './report-page';
