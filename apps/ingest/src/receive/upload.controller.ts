import { Controller, Inject, PayloadTooLargeException, Put, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { BearerTokenGuard } from './bearer-token.guard';
import { FileReceiver } from './file-receiver';
import type { ReceivedFile } from './file-receiver';

const PREFIX = '/v1/files/';

/** `PUT /v1/files/<path>`: the raw bytes of one file, streamed to the source archive. */
@Controller()
@UseGuards(BearerTokenGuard)
export class UploadController {
  constructor(@Inject(FileReceiver) private readonly receiver: FileReceiver) {}

  @Put(`${PREFIX.slice(1)}*path`)
  async upload(@Req() request: Request): Promise<ReceivedFile> {
    const path = uploadPath(request.originalUrl);
    const announced = Number(request.headers['content-length'] ?? 0);
    const file = this.receiver.isTooLarge(announced)
      ? await this.receiver.refuseTooLarge(path, announced)
      : await this.receiver.receive(path, request);
    if (file.state === 'rejected') throw new PayloadTooLargeException({ ...file, code: 'TOO_LARGE' });
    return file;
  }
}

/** The path is a label, not a place: nothing is ever opened by it. */
function uploadPath(url: string): string {
  const { pathname } = new URL(url, 'http://localhost');
  return pathname.slice(PREFIX.length).split('/').map(decodeURIComponent).join('/');
}
