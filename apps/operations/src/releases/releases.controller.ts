import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '@app/database';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator';
import { Caller } from '../access/request-principal';
import { Describe } from '../api/describe.decorator';
import { limit } from '../api/fields';
import { releaseAnswer, releaseList, releaseRequest } from './release.schemas';
import type { Release, ReleaseAnswer, ReleaseRequest } from './release.schemas';
import { Releaser } from './releaser';

const listQuery = z.strictObject({ limit });

@ApiTags('Releases')
@Controller('v1/releases')
export class ReleasesController {
  constructor(@Inject(Releaser) private readonly releaser: Releaser) {}

  @Get()
  @Allow('viewer')
  @Describe('List releases, newest first', releaseList)
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>): Promise<{ items: Release[] }> {
    return { items: await this.releaser.list(query.limit) };
  }

  @Post()
  @HttpCode(200)
  @Allow('operator')
  @Describe('Release chosen issues to Panel, Authority or Secretary of State (MRR 3.2.4, R32)', releaseAnswer)
  async release(
    @Body({ schema: releaseRequest }) request: ReleaseRequest,
    @Caller() caller: Principal,
  ): Promise<ReleaseAnswer> {
    return this.releaser.release(request, caller);
  }
}
