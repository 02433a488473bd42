import 'reflect-metadata';
import { loadConfig } from '@app/config';
import { runService } from '@app/observability';
import { ReportSchedulerModule } from './report-scheduler.module';

runService(() => {
  const config = loadConfig('database', 'queue', 'report', 'scheduler', 'observability');
  return {
    name: 'report-scheduler',
    module: ReportSchedulerModule.forRoot(config),
    observability: config.observability,
  };
});
