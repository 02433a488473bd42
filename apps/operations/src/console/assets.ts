import { dirname, join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** Scripts and styles of the console, Chart.js from its package included: nothing comes from another host. */
export function serveAssets(app: NestExpressApplication): void {
  const options = { prefix: '/assets/', maxAge: '5m', index: false, fallthrough: true } as const;
  app.useStaticAssets(join(__dirname, 'assets'), options);
  app.useStaticAssets(dirname(require.resolve('chart.js')), {
    ...options,
    prefix: '/assets/chart/',
  });
}
