import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { QUEUE_NAMES } from '@app/contracts';
import type { JobProducer } from '@app/queue';
import type { Application, RequestHandler } from 'express';

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
  const router = serverAdapter.getRouter() as Application & RequestHandler;
  withoutForeignLinks(router);
  return router;
}

type ViewEngine = (path: string, options: object, done: (error: Error | null, page?: string) => void) => void;

/** Bull Board's page asks another host for its fonts; the console works without a network, so that link goes. */
function withoutForeignLinks(router: Application): void {
  const render = (router as unknown as { engines: Record<string, ViewEngine> }).engines['.ejs'];
  if (!render) throw new TypeError('Bull Board renders its page otherwise than this version expects');
  router.engine('ejs', (path, options, done) => {
    render(path, options, (error, page) => done(error, page?.replace(/<link href="https?:[^>]*>/g, '')));
  });
}
