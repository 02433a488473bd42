import { FILE_KINDS, generateSampleFiles } from '@app/migration-files';
import { SAMPLE_FILES } from '../../libs/migration-files/test/sample-files';

export interface NamedBytes {
  readonly name: string;
  readonly content: Buffer;
}

/** Good and bad files of all kinds to start from: handwritten ones, and for each kind some with more records. */
export function filesToMutate(): NamedBytes[] {
  const small = SAMPLE_FILES.map(({ name, content }) => ({ name, content: Buffer.from(content) }));
  const generated: NamedBytes[] = [];
  for (const { name, content } of generateSampleFiles({
    seed: 3,
    from: '2020-03-02',
    weeks: 1,
    installationsPerDay: 12,
    hostile: true,
  })) {
    if (Buffer.isBuffer(content) && content.length < 40_000) generated.push({ name, content });
  }
  const ofEachKind = FILE_KINDS.flatMap((kind) =>
    generated.filter(({ name }) => name.startsWith(`${kind}_`)).slice(0, 4),
  );
  return [...small, ...ofEachKind];
}
