import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { activeTracing, setActiveTracing } from './tracing';

/** Sends the last spans of a process that ends. */
@Injectable()
export class TracingShutdown implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    const tracing = activeTracing();
    setActiveTracing(undefined);
    await tracing?.shutdown();
  }
}
