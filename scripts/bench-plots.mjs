/**
 * Draws what `npm run bench` has kept: one SVG a measure into docs/performance/, and the table of all figures into
 * docs/performance.md. By itself: `node scripts/bench-plots.mjs`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import * as vega from 'vega';
import { compile } from 'vega-lite';

const [TABLE_START, TABLE_END] = ['<!-- table: made by npm run bench -->', '<!-- end of table -->'];

/** @param {string} root the package's folder */
export async function drawPlots(root) {
  const folder = join(root, 'bench', 'results');
  const reports = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const plots = join(root, 'docs', 'performance');
  mkdirSync(plots, { recursive: true });
  for (const { results } of reports) {
    for (const result of results) writeFileSync(join(plots, `${result.name}.svg`), await svgOf(result));
  }
  const page = join(root, 'docs', 'performance.md');
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.indexOf(TABLE_START), text.indexOf(TABLE_END)];
  const filled = `${text.slice(0, before)}${TABLE_START}\n\n${tableOf(reports)}\n\n${text.slice(after)}`;
  const style = await prettier.resolveConfig(page);
  writeFileSync(page, await prettier.format(filled, { ...style, filepath: page }));
}

/** Each value is a point, the median a bar: a plot must show how far the values scatter. */
async function svgOf({ title, series }) {
  const values = series.flatMap(({ name, unit, values: all }) => all.map((value) => ({ name, unit, value })));
  const { unit } = values[0] ?? { unit: '' };
  const name = { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 300 } };
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title,
    width: 480,
    background: 'white',
    data: { values },
    layer: [
      {
        mark: { type: 'bar', color: '#9db7d5' },
        encoding: { y: name, x: { aggregate: 'median', field: 'value', type: 'quantitative', title: unit } },
      },
      {
        mark: { type: 'point', color: '#1f3b57', size: 20 },
        encoding: { y: name, x: { field: 'value', type: 'quantitative' } },
      },
    ],
  };
  return new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' }).toSVG();
}

function tableOf(reports) {
  const rows = reports.flatMap(({ measuredAt, results }) =>
    results.flatMap(({ title, figures }) =>
      figures.map((figure) => [
        title,
        figure.what,
        figure.against,
        figure.goalText,
        figure.valueText,
        figure.verdict,
        measuredAt.slice(0, 10),
      ]),
    ),
  );
  const heading = ['measure', 'what', 'against', 'goal', 'measured', 'verdict', 'on'];
  return [heading, heading.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await drawPlots(dirname(dirname(fileURLToPath(import.meta.url))));
}
