import { Logger } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { wantsPage } from '../problems/wants-page';
import { sendProblem } from '../problems/problem-details';
import { loginPage } from '../console/pages/login.page';
import type { Authenticator } from './authenticator';
import { isPublic } from './public-paths';
import { setPrincipal } from './request-principal';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const logger = new Logger('Authentication');

/**
 * Stands before everything, routers of other libraries included: whoever is not known gets no further. A browser gets
 * the sign-in page instead of the refusal's details, under the same status.
 */
export function authenticate(authenticator: Authenticator): RequestHandler {
  return (request, response, next) => {
    if (isPublic(request)) {
      // Another site must not sign somebody in under an account of its own either.
      if (isSentByForeignPage(request)) return refuseForeignPage(request, response);
      return next();
    }
    admit(authenticator, request, response, next).catch((error: unknown) => {
      logger.error('Nobody can sign in', { reason: error instanceof Error ? error.message : String(error) });
      sendProblem(request, response, 503, 'It cannot be found out now who you are; try again later');
    });
  };
}

async function admit(
  authenticator: Authenticator,
  request: Request,
  response: Response,
  next: NextFunction,
): Promise<void> {
  const principal = await authenticator.authenticate(request);
  if (!principal) {
    response.setHeader('WWW-Authenticate', 'Bearer');
    if (wantsPage(request)) response.status(401).type('html').send(loginPage(request.originalUrl, null));
    else sendProblem(request, response, 401, 'Sign in, or send a bearer token');
    return;
  }
  if (comesFromAnotherSite(request)) {
    refuseForeignPage(request, response);
    return;
  }
  setPrincipal(request, principal);
  next();
}

function refuseForeignPage(request: Request, response: Response): void {
  sendProblem(request, response, 403, 'Changes are taken from the pages of this service alone');
}

/** A browser adds its cookie to whatever a page makes it send; only our own pages may make it change something. */
function comesFromAnotherSite(request: Request): boolean {
  if (SAFE_METHODS.has(request.method) || request.headers.authorization !== undefined) return false;
  const isBrowser = request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined;
  return !isBrowser || isSentByForeignPage(request);
}

/** Every browser of today says where a form was sent from. */
function isSentByForeignPage(request: Request): boolean {
  if (SAFE_METHODS.has(request.method)) return false;
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin') return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.host;
}
