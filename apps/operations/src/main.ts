import 'reflect-metadata';
import { loadConfig } from '@app/config';
import { runService } from '@app/observability';
import { OperationsModule } from './operations.module';

runService(() => {
  const config = loadConfig('database', 'queue', 'home', 'operations', 'observability');
  return {
    name: 'operations',
    module: OperationsModule.forRoot(config),
    observability: config.observability,
    listen: { host: config.operations.host, port: config.operations.port },
  };
});
