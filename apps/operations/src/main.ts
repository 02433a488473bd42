import 'reflect-metadata';
import { loadConfig } from '@app/config';
import { runService } from '@app/observability';
import { OperationsModule } from './operations.module';
import { prepareOperations } from './prepare-operations';

runService(() => {
  const config = loadConfig(
    'database',
    'queue',
    'archive',
    'operations',
    'report',
    'delivery',
    'alerts',
    'observability',
  );
  return {
    name: 'operations',
    module: OperationsModule.forRoot(config),
    observability: config.observability,
    listen: { host: config.operations.host, port: config.operations.port },
    prepare: (app) => prepareOperations(app, config.operations),
  };
});
