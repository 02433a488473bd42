import { ALL_REPORTS } from '../report-definitions/all-reports';
import { csvwMetadata } from './csvw-metadata';
import { indexPage, reportPage } from './report-page';

/** Name and content of every file of `docs/reports/`. */
export function generatedFiles(): Map<string, string> {
  const files = new Map([['index.md', indexPage(ALL_REPORTS)]]);
  for (const definition of ALL_REPORTS) {
    files.set(`${definition.id}.md`, reportPage(definition));
    files.set(`${definition.id}.csvw.json`, `${JSON.stringify(csvwMetadata(definition), null, 2)}\n`);
  }
  return files;
}
