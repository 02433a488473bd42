/**
 * The reference model from the command line. It imports nothing of the product, so it runs by itself:
 *
 *     npx swc test/reference -d /tmp/ref --strip-leading-paths -C module.type=commonjs
 *     node /tmp/ref/cli.js expected --in DIR --from INSTANT --to INSTANT --out OUT
 */
import { parseArgs } from 'node:util';
import { parseIsoInstant } from './instants';
import { readFolder, reportFiles, writeFolder } from './folders';
import { expectedReports } from './model';

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      in: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      out: { type: 'string' },
    },
  });
  void positionals;
  const expected = expectedReports(
    readFolder(values.in!),
    parseIsoInstant(values.from!)!,
    parseIsoInstant(values.to!)!,
  );
  writeFolder(values.out!, reportFiles(expected));
  console.log(JSON.stringify(expected.files.filter((f) => f.state !== 'accepted' || f.problems.length)));
}

main();
