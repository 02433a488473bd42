import 'reflect-metadata';
import { loadConfig } from '@app/config';
import { runService } from '@app/observability';
import { IngestModule } from './ingest.module';

runService(() => {
  const config = loadConfig('database', 'queue', 'archive', 'home', 'ingest', 'worker', 'observability');
  return {
    name: 'ingest',
    module: IngestModule.forRoot(config),
    observability: config.observability,
    listen: { host: config.ingest.host, port: config.ingest.port },
  };
});
