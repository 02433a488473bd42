import { FileRejectedError } from '../file-rejected.error';
import { readMigrationFile } from '../read-migration-file';
import { generateSampleFiles } from './generate-sample-files';
import type { ExpectedProblem, GeneratedFile } from './generated-file';
import { generateMigrationCommonFile, LARGE_COMMON_FILE_NAME } from './large-common-file';

interface Reading {
  readonly code: string | null;
  readonly problems: ExpectedProblem[];
  readonly warnings: string[];
  readonly records: number;
}

async function read(name: string, bytes: AsyncIterable<Buffer>): Promise<Reading> {
  const problems: ExpectedProblem[] = [];
  const warnings: string[] = [];
  let records = 0;
  try {
    for await (const events of readMigrationFile(name, bytes)) {
      for (const event of events) {
        if (event.type === 'record') records++;
        if (event.type !== 'problem') continue;
        const { recordNumber, field, code, severity } = event.problem;
        if (severity === 'warning') warnings.push(code);
        else problems.push({ record: recordNumber, field, code });
      }
    }
    return { code: null, problems, warnings, records };
  } catch (error) {
    if (!(error instanceof FileRejectedError)) throw error;
    return { code: error.code, problems: [], warnings: [], records: 0 };
  }
}

async function* bytesOf(file: GeneratedFile): AsyncGenerator<Buffer> {
  if (Buffer.isBuffer(file.content)) yield file.content;
  else yield* file.content;
}

const verdictOf = ({ code, problems }: Reading) => ({ code, problems });

describe('reading sample files', () => {
  const files = [
    ...generateSampleFiles({
      seed: 11,
      from: '2020-03-02',
      weeks: 2,
      installationsPerDay: 20,
      hostile: true,
    }),
  ];
  const hostile = files.filter((file) => file.expected !== undefined);

  it('finds nothing to complain of in the ordinary ones', async () => {
    const complaints: unknown[] = [];
    for (const file of files.filter(({ expected }) => expected === undefined)) {
      const reading = await read(file.name, bytesOf(file));
      if (reading.code !== null || reading.problems.length > 0 || reading.warnings.length > 0) {
        complaints.push({ name: file.name, ...reading });
      }
    }
    expect(complaints).toEqual([]);
  });

  it('gives each hostile one the verdict that it was made for', async () => {
    for (const file of hostile) {
      const reading = await read(file.name, bytesOf(file));
      const { code, problems, decidedBy } = file.expected ?? {};
      const expected = decidedBy === 'reading' ? { code, problems } : { code: null, problems: [] };
      expect({ name: file.name, ...verdictOf(reading) }).toEqual({ name: file.name, ...expected });
    }
  });

  it('reads every installation of a large one', async () => {
    const options = { installations: 2000, devicesPerInstallation: 7, seed: 1 };
    const reading = await read(LARGE_COMMON_FILE_NAME, generateMigrationCommonFile(options));
    expect(reading).toEqual({ code: null, problems: [], warnings: [], records: 2000 });
  });
});
