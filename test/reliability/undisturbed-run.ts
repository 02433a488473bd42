import { generateSampleFiles } from '@app/migration-files';
import { InProcessPipeline } from '../support/in-process-pipeline';
import type { InputFile } from '../support/in-process-pipeline';

const SAMPLE = { seed: 11, from: '2020-03-02', weeks: 1, installationsPerDay: 3, suppliers: 4, dnos: 1 };
export const FROM = new Date('2020-03-04T00:00:00Z');
export const TO = new Date('2020-03-09T06:00:00Z');
export const CREATION_CLOCK = '2020-04-01T12:34:56Z';

/** A file as a run without any trouble delivers it. */
export interface ExpectedFile {
  readonly path: string;
  readonly sha256: string;
  readonly reportId: string;
  readonly slotTime: Date;
}

export function sampleFiles(): InputFile[] {
  return [...generateSampleFiles(SAMPLE)].map(({ name, folder, content }) => ({
    path: folder ? `${folder}/${name}` : name,
    bytes: content as Buffer,
  }));
}

/** What the same files and slots give where nothing is ever stopped. */
export async function undisturbedRun(files: readonly InputFile[]): Promise<ExpectedFile[]> {
  const pipeline = await InProcessPipeline.open();
  try {
    await pipeline.loadAll(files);
    await pipeline.plan(FROM, TO);
    await pipeline.buildAll();
    return await pipeline.dataSource.query<ExpectedFile[]>(
      `SELECT i.folder || '/' || i.file_name AS path, i.sha256, i.report_id AS "reportId", s.slot_time AS "slotTime"
         FROM issue i JOIN slot s ON s.id = i.slot_id`,
    );
  } finally {
    await pipeline.close();
  }
}

/** The period of all slots, cut so that there is something to issue in each of `count` parts. */
export function periodsWithIssues(
  expected: readonly ExpectedFile[],
  count: number,
): { from: Date; to: Date }[] {
  const times = expected.filter(({ reportId }) => reportId !== 'S1MIG-010').map(({ slotTime }) => +slotTime);
  const ends = [...new Set(times)].sort((one, other) => one - other).slice(0, count - 1);
  if (ends.length < count - 1) throw new Error(`The sample has issues at ${ends.length} instants only`);
  const starts = [+FROM, ...ends.map((end) => end + 1)];
  return starts.map((from, index) => ({ from: new Date(from), to: new Date(ends[index] ?? +TO) }));
}
