import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { redact } from '@app/observability';
import { QueueUnavailableError } from '@app/queue';
import type { Request, Response } from 'express';
import { errorPage } from '../console/pages/error.page';
import { principalOf } from '../access/request-principal';
import { sendProblem } from './problem-details';
import { wantsPage } from './wants-page';

interface Failure {
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly string[];
}

/** Every error as problem details, or as a page for a browser; what is not meant for the caller stays in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('Request');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const failure = this.#failureOf(thrown, request);
    if (response.headersSent) {
      response.destroy();
    } else if (request.path === '/health/ready' && thrown instanceof HttpException) {
      response.status(failure.status).json(thrown.getResponse()); // the probe's own report
    } else if (wantsPage(request)) {
      const page = errorPage(failure.status, failure.detail, principalOf(request));
      response.status(failure.status).type('html').send(page);
    } else {
      sendProblem(request, response, failure.status, failure.detail, failure.errors);
    }
  }

  #failureOf(thrown: unknown, request: Request): Failure {
    if (thrown instanceof HttpException) return failureOfHttp(thrown);
    if (thrown instanceof QueueUnavailableError) {
      return {
        status: 503,
        detail: 'The queues cannot be reached; what was asked for is done when they are back',
      };
    }
    const { status, expose } = thrown as { status?: unknown; expose?: unknown };
    if (expose === true && typeof status === 'number') return { status, detail: (thrown as Error).message }; // body parser
    this.#logger.error(`${request.method} ${request.route?.path ?? request.path} failed`, {
      reason: redact(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)),
    });
    return { status: 500, detail: 'Something failed here; the log has more' };
  }
}

function failureOfHttp(exception: HttpException): Failure {
  const body = exception.getResponse();
  const status = exception.getStatus();
  if (typeof body === 'string') return { status, detail: body };
  const { message } = body as { message?: unknown };
  if (Array.isArray(message)) {
    return { status, detail: 'The request is not as the API describes it', errors: message.map(String) };
  }
  return { status, detail: typeof message === 'string' ? message : exception.message };
}
