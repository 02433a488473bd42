import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator';
import { Describe } from '../api/describe.decorator';
import { QueueReader, queueSchema } from './queue-reader';
import type { QueueFigures } from './queue-reader';

@ApiTags('Queues')
@Controller('v1/queues')
export class QueuesController {
  constructor(@Inject(QueueReader) private readonly queues: QueueReader) {}

  @Get()
  @Allow('viewer')
  @Describe('What the queues hold', z.object({ items: z.array(queueSchema) }))
  async list(): Promise<{ items: QueueFigures[] }> {
    return { items: await this.queues.readAll() };
  }
}
