import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OPERATOR_ROLES } from '@app/database';
import type { Principal } from '@app/database';
import { z } from 'zod';
import { AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { Describe } from '../api/describe.decorator';

const me = z.object({ name: z.string(), role: z.enum(OPERATOR_ROLES), party: z.string().nullable() });

@ApiTags('API keys')
@Controller('v1/me')
export class MeController {
  @Get()
  @AllowScopedViewers()
  @Describe('Who you are to this service', me)
  find(@Caller() caller: Principal): z.output<typeof me> {
    return { name: caller.name, role: caller.role, party: caller.party };
  }
}
