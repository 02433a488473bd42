/** `npm run bench`: brings product and benchmarks up to date and runs `bench/main.ts`. */
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawPlots } from './bench-plots.mjs';
import { bringBenchUpToDate, bringDistUpToDate } from './build.mjs';

const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));
await bringDistUpToDate(packageRoot);
await bringBenchUpToDate(packageRoot);
const { main } = createRequire(import.meta.url)('../dist/bench/main.js');
process.exitCode = await main(process.argv.slice(2), packageRoot);
if (existsSync(join(packageRoot, 'bench', 'results'))) await drawPlots(packageRoot);
