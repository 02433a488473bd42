import type { Request } from 'express';

/** The only requests that are answered without knowing who sent them. */
const PUBLIC = new Set(['GET /health/live', 'GET /health/ready', 'POST /login']);

/** Exact paths and methods: nothing that merely begins like a public path gets through. */
export function isPublic({ method, path }: Pick<Request, 'method' | 'path'>): boolean {
  return PUBLIC.has(`${method} ${path}`);
}
