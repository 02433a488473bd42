import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_REPORTS } from '@app/mrr';
import { generatedFiles } from '../../libs/mrr/src/documentation';

const docs = join(__dirname, '..', '..', 'docs');
const regime = readFileSync(join(docs, 'regime.md'), 'utf8');

describe('docs/reports', () => {
  it('holds exactly the generated files', () => {
    expect(readdirSync(join(docs, 'reports')).toSorted()).toEqual([...generatedFiles().keys()].toSorted());
  });

  it.each([...generatedFiles()])('%s is as the definitions say (else: npm run docs)', (name, content) => {
    expect(readFileSync(join(docs, 'reports', name), 'utf8')).toBe(content);
  });
});

describe('docs/regime.md', () => {
  const anchors = new Set([...regime.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id));

  it('tells every reading and every fine print', () => {
    const readings = Array.from({ length: 33 }, (_, index) => `r${index + 1}`);
    const finePrint = Array.from({ length: 35 }, (_, index) => `fp${index + 1}`);
    expect(anchors).toEqual(new Set([...readings, ...finePrint]));
  });

  it('tells every reading that a report refers to', () => {
    const referred = ALL_REPORTS.flatMap(({ readings }) => readings.map((reading) => reading.toLowerCase()));
    expect(referred.filter((reading) => !anchors.has(reading))).toEqual([]);
  });

  it('links to nothing that it does not have', () => {
    const links = [...regime.matchAll(/\]\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(links.filter((id) => !anchors.has(id))).toEqual([]);
  });
});
