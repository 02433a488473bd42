/** The `mrr` command on a fresh clone: builds what is out of date, then hands over to `apps/cli`. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringDistUpToDate } from './build.mjs';

const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const { env } = process;
const startedByNpm = ['mrr', 'demo'].includes(env.npm_lifecycle_event) && process.cwd() === packageRoot;
// npm changes to the package's folder; the paths that the user gives count from where the user stands.
if (startedByNpm && env.INIT_CWD) process.chdir(env.INIT_CWD);
await bringDistUpToDate(packageRoot);
const { main } = createRequire(import.meta.url)('../dist/apps/cli/src/main.js');
process.exitCode = await main(process.argv.slice(2), { env, packageRoot, startedByNpm });
