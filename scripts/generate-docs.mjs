/** Writes `docs/reports/` from the report definitions: `npm run docs`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const swc = join(root, 'node_modules', '.bin', 'swc');

execFileSync(swc, ['libs/mrr', '--out-dir', 'dist', '--quiet'], { cwd: root, stdio: 'inherit' });
const { generatedFiles } = require(join(root, 'dist/libs/mrr/src/documentation'));

const folder = join(root, 'docs', 'reports');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, content] of generatedFiles()) {
  writeFileSync(join(folder, name), content);
}
process.stdout.write(`${generatedFiles().size} files written to docs/reports\n`);
