import 'reflect-metadata';
import { loadConfig } from '@app/config';
import { runService } from '@app/observability';
import { IngestModule } from './ingest.module';
import { prepareIngest } from './prepare-ingest';

runService(() => {
  const config = loadConfig('database', 'queue', 'archive', 'home', 'ingest', 'worker', 'observability');
  return {
    name: 'ingest',
    module: IngestModule.forRoot(config),
    observability: config.observability,
    prepare: (app) => prepareIngest(app),
    listen: { host: config.ingest.host, port: config.ingest.port },
  };
});
