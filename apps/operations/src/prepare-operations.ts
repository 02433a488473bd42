import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { OperationsConfig } from '@app/config';
import { JobProducer } from '@app/queue';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { assertAllowed } from './access/access.guard';
import type { AccessRule } from './access/allow.decorator';
import { authenticate } from './access/authenticate.middleware';
import { Authenticator } from './access/authenticator';
import { principalOf } from './access/request-principal';
import { describeApi } from './api/openapi';
import { serveAssets } from './console/assets';
import { sendProblem } from './problems/problem-details';
import { BULL_BOARD_PATH, bullBoard } from './queues/bull-board';

const API_PATH = '/api';

/** Everything that stands before the controllers, in this order: limits first, then who it is, then the rest. */
export function prepareOperations(nest: INestApplication, config: OperationsConfig): void {
  const app = nest as NestExpressApplication;
  app.set('trust proxy', config.trustedProxies);
  app.use(securityHeaders());
  app.use(limitRequests(config.requestsPerMinute));
  app.use(authenticate(app.get(Authenticator)));
  app.useBodyParser('json', { limit: '1mb' });
  app.useBodyParser('urlencoded', { limit: '64kb', extended: false });
  app.use(BULL_BOARD_PATH, allow({ role: 'viewer', isScoped: false }), bullBoard(app.get(JobProducer)));
  serveAssets(app);
  SwaggerModule.setup(API_PATH, app, () => describeApi(app), {
    jsonDocumentUrl: '/openapi.json',
    yamlDocumentUrl: '/openapi.yaml',
    customSiteTitle: 'Migration Reporting API',
  });
}

/** Nothing from elsewhere: the console works without a network. Bull Board and Swagger UI bring inline styles. */
function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // `no-referrer` would make browsers send forms with the origin `null`, which looks like another site.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: false, // the proxy that ends TLS decides that
  });
}

function limitRequests(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: ({ path }) => path.startsWith('/health/'),
    handler: (request, response) =>
      sendProblem(request, response, 429, 'Too many requests; try again in a minute'),
  });
}

/** The guard of routers that are not Nest's. */
function allow(rule: AccessRule): RequestHandler {
  return (request, response, next) => {
    const principal = principalOf(request);
    try {
      if (!principal) return sendProblem(request, response, 401, 'Sign in, or send a bearer token');
      assertAllowed(principal, rule);
      next();
    } catch (error) {
      sendProblem(request, response, 403, (error as Error).message);
    }
  };
}
