import 'reflect-metadata';
import { loadConfig } from '@app/config';
import { runService } from '@app/observability';
import { DistributionModule } from './distribution.module';

runService(() => {
  const config = loadConfig('database', 'queue', 'archive', 'delivery', 'worker', 'observability');
  return {
    name: 'distribution',
    module: DistributionModule.forRoot(config),
    observability: config.observability,
  };
});
