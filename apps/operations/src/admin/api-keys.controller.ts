import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createApiKey, listApiKeys, OPERATOR_ROLES, revokeApiKey } from '@app/database';
import type { ApiKey, Principal } from '@app/database';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { Describe, DescribeNoContent } from '../api/describe.decorator';
import { instant, instantText, plainText, reason, rowId } from '../api/fields';

const role = z.enum(OPERATOR_ROLES);
const createRequest = z
  .strictObject({
    name: plainText().trim().min(1).max(100),
    role,
    party: z
      .string()
      .min(1)
      .max(100)
      .nullable()
      .default(null)
      .describe('SEC Party Signifier: sees only its data'),
    expiresAt: instantText.nullable().default(null),
  })
  .refine((key) => key.party === null || key.role === 'viewer', 'A key of one Party is a viewer');
const created = z.object({ id: rowId, secret: z.string().describe('Shown now and never again') });
const apiKey = z.object({
  id: rowId,
  name: z.string(),
  role,
  party: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
const revokeRequest = z.strictObject({ reason });

@ApiTags('API keys')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Get()
  @Allow('administrator')
  @Describe('List keys, without their secrets', z.object({ items: z.array(apiKey) }))
  async list(): Promise<{ items: ApiKey[] }> {
    return { items: await listApiKeys(this.dataSource) };
  }

  @Post()
  @Allow('administrator')
  @Describe('Make a key', created, { status: 201 })
  async create(
    @Body({ schema: createRequest }) request: z.output<typeof createRequest>,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof created>> {
    const expiresAt = request.expiresAt === null ? null : new Date(request.expiresAt);
    try {
      return await createApiKey(this.dataSource, { ...request, expiresAt }, caller.name);
    } catch (error) {
      if (error instanceof RangeError) throw new ConflictException(error.message);
      throw error;
    }
  }

  @Post(':id/revoke')
  @HttpCode(204)
  @Allow('administrator')
  @DescribeNoContent('End a key and the console sessions that it opened', 'Revoked')
  async revoke(
    @Param('id', { schema: rowId }) id: string,
    @Body({ schema: revokeRequest }) request: z.output<typeof revokeRequest>,
    @Caller() caller: Principal,
  ): Promise<void> {
    if (!(await revokeApiKey(this.dataSource, id, caller.name, request.reason))) {
      throw new NotFoundException(`There is no live key ${id}`);
    }
  }
}
