import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { readOperatorActions, verifyOperatorActions } from '@app/database';
import type { AuditVerification, RecordedAction } from '@app/database';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator';
import { Describe } from '../api/describe.decorator';
import { instant, instantText, limit, plainText } from '../api/fields';

const auditQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .default('0'),
  actor: plainText().max(200).optional().describe('Part of the name'),
  action: plainText().max(100).optional().describe('E.g. requeue-slot'),
  from: instantText.optional(),
  to: instantText.optional(),
  limit,
});
const auditEntry = z.object({
  sequence: z.string(),
  at: instant,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  reason: z.string(),
  detail: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
const verification = z.object({ entries: z.int(), lastHash: z.string(), brokenAt: z.string().optional() });

@ApiTags('Audit')
@Controller('v1/audit')
export class AuditController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Get()
  @Allow('administrator')
  @Describe('What operators changed, oldest first', z.object({ items: z.array(auditEntry) }))
  async list(
    @Query({ schema: auditQuery }) query: z.output<typeof auditQuery>,
  ): Promise<{ items: RecordedAction[] }> {
    const [from, to] = [query.from, query.to].map((text) =>
      text === undefined ? undefined : new Date(text),
    );
    return { items: await readOperatorActions(this.dataSource, { ...query, from, to }) };
  }

  @Get('verify')
  @Allow('administrator')
  @Describe('Recompute the chain of hashes', verification)
  verify(): Promise<AuditVerification> {
    return verifyOperatorActions(this.dataSource);
  }
}
