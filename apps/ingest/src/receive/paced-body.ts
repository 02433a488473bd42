import { PassThrough, pipeline } from 'node:stream';
import { RequestTimeoutException } from '@nestjs/common';
import type { Request } from 'express';

export const UPLOAD_PACE = Symbol('UploadPace');

/** What an upload must at least bring; slower ones are dead, or sent to occupy connections. */
export interface UploadPace {
  readonly bytes: number;
  readonly perMs: number;
}

/** Slower than any line that a file of gigabytes would be sent on. */
export const DEFAULT_PACE: UploadPace = { bytes: 16_384, perMs: 60_000 };

/**
 * The body of an upload, which fails when the sender goes away or brings less than the pace. There is no bound on the
 * whole: a large file on a slow line takes its time. Nor does the time count in which this side is the slower one.
 *
 * The stream's error is a RequestTimeoutException (408) for a slow sender.
 */
export function pacedBody(request: Request, pace: UploadPace): PassThrough {
  const body = new PassThrough();
  let arrived = request.socket.bytesRead;
  const timer = setInterval(() => {
    const { bytesRead } = request.socket;
    const isOurTurn = body.writableNeedDrain || request.readableLength > 0;
    if (!isOurTurn && bytesRead - arrived < pace.bytes) {
      body.destroy(new RequestTimeoutException(`Fewer than ${pace.bytes} bytes came in ${pace.perMs} ms`));
    }
    arrived = bytesRead;
  }, pace.perMs);
  timer.unref();
  pipeline(request, body, () => clearInterval(timer));
  return body;
}
