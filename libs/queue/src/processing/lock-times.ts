import { BullModule } from '@nestjs/bullmq';
import { Worker, type Processor, type WorkerOptions } from 'bullmq';

/**
 * Has all workers of this process hold their jobs for `lockMs`; a killed worker's job is taken up after one to one and
 * a half of it. Equal in all processes: the stalled check uses one shared key. Call it before Nest makes the workers.
 */
export function useLockTimes(lockMs: number): void {
  // Nest takes a worker's settings from a decorator, which runs before the configuration is known.
  BullModule.workerClass = class extends Worker {
    constructor(name: string, processor: Processor, options: WorkerOptions) {
      super(name, processor, { ...options, lockDuration: lockMs, stalledInterval: lockMs / 2 });
    }
  };
}
