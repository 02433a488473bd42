import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';

const DESCRIPTION = `The work of operators and auditors: what was due, what became of it, and why.

Send an API key or an access token as bearer token. All instants are UTC. Lists are paged: give \`next\` of one page as
\`cursor\` of the next. Errors are problem details (RFC 9457).`;

/** The description of the REST API, made from the controllers and their schemas. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const document = new DocumentBuilder()
    .setTitle('Migration Reporting: operations')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, document);
}
