import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** Targets of links and pictures that lead into this repository. */
function linksOf(path: string): string[] {
  return [...withoutCode(read(path)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** As GitHub makes them of headings; and those that are written out. */
function anchorsOf(path: string): Set<string> {
  const text = read(path);
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
  return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]);
}

function leadsNowhere(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : relative(root, resolve(root, dirname(from), decodeURI(file)));
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
}

describe('the documents', () => {
  it.each(documents)('%s links to nothing that is not there', (path) => {
    expect(linksOf(path).filter((link) => leadsNowhere(path, link))).toEqual([]);
  });

  it('name scripts of package.json only', () => {
    const named = documents.flatMap((path) =>
      [...read(path).matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)].map(([, script = '']) => script),
    );
    expect(named).toContain('demo');
    expect([...new Set(named)].filter((script) => scripts[script] === undefined)).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  it('gives the two commands, and both exist', () => {
    expect(readme).toContain('npm install && npm run demo');
    expect(readme).toContain('npm install && npm test');
    expect(scripts).toMatchObject({ demo: expect.any(String), test: expect.any(String) });
  });

  it('tells every command of the command line', () => {
    const commands = readdirSync(join(root, 'apps/cli/src/commands'))
      .filter((name) => name.endsWith('.command.ts'))
      .map((name) => name.replace('.command.ts', ''));
    expect(commands.filter((command) => !readme.includes(`| \`${command}`))).toEqual([]);
  });

  it('leads to the settings, the readings and the operations guide', () => {
    const links = linksOf('README.md');
    const expected = ['.env.example', 'docs/regime.md#r1', 'docs/regime.md#r33', 'docs/operations.md'];
    expect(links).toEqual(expect.arrayContaining(expected));
  });
});

describe('docs/adr', () => {
  const decisions = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-/.test(name));

  it('has one decision per number, and all of them in its index', () => {
    const numbers = decisions.map((name) => name.slice(0, 4));
    expect(new Set(numbers).size).toBe(decisions.length);
    expect(linksOf('docs/adr/README.md').toSorted()).toEqual(decisions.toSorted());
  });
});

describe('what belongs beside the code', () => {
  it('is there', () => {
    expect(read('CHANGELOG.md')).toContain('## [Unreleased]');
    expect(read('LICENSE')).toContain('Apache License\n                           Version 2.0');
    expect(read('.ci/run')).toMatch(/npm install[\s\S]*npm run check[\s\S]*npm test/);
    expect(statSync(join(root, '.ci/run')).mode & 0o111).not.toBe(0);
  });
});
