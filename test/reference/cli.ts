/**
 * The reference model from the command line. It imports nothing of the product, so it is compiled and run by itself:
 *
 *     npx swc test/reference -d node_modules/.cache/reference --strip-leading-paths -q
 *     alias reference='node node_modules/.cache/reference/reference/cli.js'
 *     reference generate --seed 7 --size small --out IN          # prints the period as --from … --to …
 *     npm run --silent mrr -- batch --in IN --from … --to … --out OUT --json > FILE
 *     reference compare --in IN --from … --to … --out OUT --json FILE
 *     reference expected --in IN --from … --to … --out DIR       # writes what should come out
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Size, borderCases } from './border-cases';
import { compareReports } from './compare';
import { PrintedFile, compareFileStates } from './compare-files';
import { readFolder, reportFiles, writeFolder } from './folders';
import { isoText, parseIsoInstant } from './instants';
import { Expected, expectedReports } from './model';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: 'small' },
    in: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'string' },
  },
});

function need(name: 'in' | 'from' | 'to' | 'out'): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

function expected(): Expected {
  return expectedReports(
    readFolder(need('in')),
    parseIsoInstant(need('from'))!,
    parseIsoInstant(need('to'))!,
  );
}

function generate(): void {
  const { files, from, to } = borderCases(Number(values.seed), values.size as Size);
  writeFolder(
    need('out'),
    [...files].map(([path, bytes]) => ({ path, bytes })),
  );
  console.log(`--from ${isoText(from)} --to ${isoText(to)}`);
}

function compare(): void {
  const model = expected();
  const differences = compareReports(need('out'), model);
  if (values.json) {
    const printed = JSON.parse(readFileSync(values.json, 'utf8')) as { files: PrintedFile[] };
    differences.push(...compareFileStates(printed.files, model.files));
  }
  for (const difference of differences) console.log(difference);
  const issues = model.reports.length;
  console.log(
    `${model.files.length} files, ${issues} issues besides S1MIG-010: ${differences.length} differences`,
  );
  process.exitCode = differences.length === 0 ? 0 : 1;
}

function write(): void {
  const model = expected();
  writeFolder(need('out'), reportFiles(model));
  console.log(JSON.stringify({ files: model.files }, null, 1));
}

const commands: Record<string, () => void> = { generate, compare, expected: write };
const command = commands[positionals[0] ?? ''];
if (!command) throw new Error(`one of: ${Object.keys(commands).join(', ')}`);
command();
