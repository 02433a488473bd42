import { STATUS_CODES } from 'node:http';
import type { Request, Response } from 'express';
import { z } from 'zod';

export const problemSchema = z.object({
  type: z.string().describe('Stable: `urn:mrr:problem:` and the code in lower case'),
  code: z.string().describe('Stable, for programs, e.g. NOT_FOUND'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  /** What is wrong with which part of the request. */
  errors: z.array(z.string()).optional(),
});

const CODES: Readonly<Record<number, string>> = {
  400: 'INVALID_REQUEST',
  401: 'NOT_SIGNED_IN',
  403: 'NOT_ALLOWED',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
  503: 'DEPENDENCY_AWAY',
};

/** Answers with problem details (RFC 9457). */
export function sendProblem(
  request: Request,
  response: Response,
  status: number,
  detail: string,
  errors?: readonly string[],
): void {
  const code = CODES[status] ?? (status < 500 ? 'REFUSED' : 'INTERNAL');
  const problem: z.input<typeof problemSchema> = {
    type: `urn:mrr:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    code,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance: request.path, // without the query, which may name a meter point
    ...(errors && { errors: [...errors] }),
  };
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}
