import { BadRequestException, Controller, Inject, PayloadTooLargeException } from '@nestjs/common';
import { Put, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { BearerTokenGuard } from './bearer-token.guard';
import { FileReceiver } from './file-receiver';
import type { ReceivedFile } from './file-receiver';
import { pacedBody, UPLOAD_PACE, type UploadPace } from './paced-body';

const PREFIX = '/v1/files/';

/** `PUT /v1/files/<path>`: the raw bytes of one file, streamed to the source archive. */
@Controller()
@UseGuards(BearerTokenGuard)
export class UploadController {
  constructor(
    @Inject(FileReceiver) private readonly receiver: FileReceiver,
    @Inject(UPLOAD_PACE) private readonly pace: UploadPace,
  ) {}

  @Put(`${PREFIX.slice(1)}*path`)
  async upload(@Req() request: Request): Promise<ReceivedFile> {
    const path = uploadPath(request.originalUrl);
    const announced = Number(request.headers['content-length'] ?? 0);
    const file = this.receiver.isTooLarge(announced)
      ? await this.receiver.refuseTooLarge(path, announced)
      : await this.receiver.receive(path, pacedBody(request, this.pace));
    if (file.state === 'rejected') throw new PayloadTooLargeException({ ...file, code: 'TOO_LARGE' });
    return file;
  }
}

/**
 * The path is a label, not a place: nothing is ever opened by it. It is therefore kept as it was sent; a URL's own rules
 * would resolve `..` and turn backslashes into separators, and so give the file another name.
 */
function uploadPath(url: string): string {
  const [path = ''] = url.slice(PREFIX.length).split('?', 1);
  try {
    return decodeURIComponent(path);
  } catch {
    throw new BadRequestException('The path is not the percent-encoded UTF-8 of a file name');
  }
}
