import { Inject, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import type { Request } from 'express';
import { finalize, type Observable } from 'rxjs';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whoever has changed something sees it on the next page, however far behind the replica is. */
@Injectable()
export class WriteMarker implements NestInterceptor {
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { method } = context.switchToHttp().getRequest<Request>();
    if (READING.has(method)) return next.handle();
    return next.handle().pipe(finalize(() => this.database.hasWritten()));
  }
}
