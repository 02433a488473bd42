import type { Request } from 'express';

/** A browser that navigates; programs get problem details. */
export function wantsPage(request: Request): boolean {
  const isApi =
    request.path.startsWith('/v1/') || request.path === '/openapi.json' || request.path === '/metrics';
  return !isApi && request.accepts(['json', 'html']) === 'html';
}
