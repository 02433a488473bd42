import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { QUEUE_NAMES } from '@app/contracts';
import type { JobProducer } from '@app/queue';
import type { RequestHandler } from 'express';

export const BULL_BOARD_PATH = '/queues';

/**
 * Bull Board, to look at and not to touch: its retry gives a job one attempt and knows nothing of the slot behind it.
 * Payloads hold ids alone, so it shows no personal data.
 */
export function bullBoard(producer: JobProducer): RequestHandler {
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(BULL_BOARD_PATH);
  createBullBoard({
    queues: QUEUE_NAMES.map(
      (name) => new BullMQAdapter(producer.queue(name), { readOnlyMode: true, allowRetries: false }),
    ),
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Migration Reporting: queues' } },
  });
  return serverAdapter.getRouter() as RequestHandler;
}
