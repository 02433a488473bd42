import 'reflect-metadata';
import { loadConfig } from '@app/config';
import { runService } from '@app/observability';
import { ReportWorkerModule } from './report-worker.module';

runService(() => {
  const config = loadConfig('database', 'queue', 'archive', 'report', 'upkeep', 'worker', 'observability');
  return {
    name: 'report-worker',
    module: ReportWorkerModule.forRoot(config),
    observability: config.observability,
  };
});
