import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import { AllowScopedViewers } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { Describe } from '../api/describe.decorator';
import { explainQuery, explanation, subjectOf } from './explain.schemas';
import type { ExplainQuery, Explanation } from './explain.schemas';
import { Explainer } from './explainer';

@ApiTags('Preview and explain')
@Controller('v1/explain')
export class ExplainController {
  constructor(@Inject(Explainer) private readonly explainer: Explainer) {}

  @Get()
  @AllowScopedViewers()
  @Describe('Why something is in a report, or is not', explanation, {
    description: 'Ask for exactly one thing.',
  })
  find(
    @Query({ schema: explainQuery }) query: ExplainQuery,
    @Caller() caller: Principal,
  ): Promise<Explanation> {
    return this.explainer.explain(subjectOf(query), caller.party);
  }
}
