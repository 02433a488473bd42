import { applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiDefaultResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiResponse,
} from '@nestjs/swagger';
import type { z } from 'zod';
import { problemSchema } from '../problems/problem-details';

/** Documents one operation: what it does, what it answers, and that refusals are problem details. */
export function Describe(
  summary: string,
  answer: z.ZodType,
  options: { status?: number; description?: string } = {},
) {
  return applyDecorators(
    ApiOperation({ summary, ...(options.description && { description: options.description }) }),
    ApiResponse({ status: options.status ?? 200, description: 'Done', standardSchema: answer }),
    Problems(),
  );
}

/** As `Describe` for an answer that is a file. */
export function DescribeFile(summary: string, mediaType: string) {
  return applyDecorators(
    ApiOperation({ summary }),
    ApiResponse({
      status: 200,
      description: 'The file',
      content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } },
    }),
    Problems(),
  );
}

/** As `Describe` for an answer without content. */
export function DescribeNoContent(summary: string, done: string) {
  return applyDecorators(ApiOperation({ summary }), ApiNoContentResponse({ description: done }), Problems());
}

function Problems() {
  return applyDecorators(
    ApiBearerAuth(),
    ApiDefaultResponse({ description: 'Problem details (RFC 9457)', standardSchema: problemSchema }),
  );
}
