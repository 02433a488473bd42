import { STATUS_CODES } from 'node:http';
import type { Request, Response } from 'express';
import { z } from 'zod';

export const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  /** What is wrong with which part of the request. */
  errors: z.array(z.string()).optional(),
});

/** Answers with problem details (RFC 9457). */
export function sendProblem(
  request: Request,
  response: Response,
  status: number,
  detail: string,
  errors?: readonly string[],
): void {
  const problem: z.input<typeof problemSchema> = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance: request.path, // without the query, which may name a meter point
    ...(errors && { errors: [...errors] }),
  };
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}
