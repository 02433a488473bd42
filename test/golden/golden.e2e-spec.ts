import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSampleFiles } from '@app/migration-files';
import { compareReports } from '../reference/compare';
import { writeFolder } from '../reference/folders';
import { expectedReports } from '../reference/model';
import { InProcessPipeline } from '../support/in-process-pipeline';
import type { InputFile } from '../support/in-process-pipeline';
import { manifestOf, readManifest, readReviewedFiles, renew } from './golden-set';

/** Three weeks of files; the slots of the last of them, from Sunday to the Monday after it. See README.md. */
const SAMPLE = { seed: 2020, from: '2020-03-02', weeks: 3, installationsPerDay: 4, suppliers: 5, dnos: 2 };
const FROM = new Date('2020-03-15T00:00:00Z');
const TO = new Date('2020-03-23T06:00:00Z');
const RUN_MS = 300_000;

describe('the golden set', () => {
  const inputs: InputFile[] = [...generateSampleFiles(SAMPLE)].map(({ name, content }) => ({
    path: name,
    bytes: content as Buffer,
  }));
  let issued: InputFile[] = [];

  beforeAll(async () => {
    const pipeline = await InProcessPipeline.open();
    try {
      await pipeline.loadAll(inputs);
      await pipeline.plan(FROM, TO);
      await pipeline.buildAll(2);
      issued = await pipeline.issuedFiles();
    } finally {
      await pipeline.close();
    }
    if (process.env['UPDATE_GOLDEN'] === '1') await renew(issued);
  }, RUN_MS);

  it('holds all ten reports', () => {
    const reports = new Set(issued.map(({ path }) => /S1MIG-\d{3}/.exec(path)?.[0]));
    expect(reports.size).toBe(10);
  });

  it('is issued again byte for byte', async () => {
    expect(manifestOf(issued).split('\n')).toEqual((await readManifest()).split('\n'));
  });

  it('holds the reviewed files, unchanged', async () => {
    const reviewed = await readReviewedFiles();
    expect(reviewed).toHaveLength(10);
    const byPath = new Map(issued.map(({ path, bytes }) => [path, bytes.toString()]));
    for (const { path, bytes } of reviewed)
      expect([path, byPath.get(path)]).toEqual([path, bytes.toString()]);
  });

  it('is what the reference model demands, cell by cell', () => {
    const output = mkdtempSync(join(tmpdir(), 'mrr-golden-'));
    try {
      writeFolder(output, issued);
      const expected = expectedReports(inputs, FROM.getTime() / 1000, TO.getTime() / 1000);
      expect(compareReports(output, expected)).toEqual([]);
    } finally {
      rmSync(output, { recursive: true, force: true });
    }
  });
});
