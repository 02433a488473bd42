import type { Provider } from '@nestjs/common';
import { AttemptExplainer } from './attempt-explainer';
import { AttemptReader } from './attempt-reader';
import { AuthorisationExplainer } from './authorisation-explainer';
import { AuthorisationReader } from './authorisation-reader';
import { AuthorisationSummaries } from './authorisation-summaries';
import { Explainer } from './explainer';
import { IssueRowFinder } from './issue-row-finder';
import { SlotLookup } from './slot-lookup';
import { SlotOutlook } from './slot-outlook';
import { SlotStatements } from './slot-statements';
import { UnloadedSearch } from './unloaded-search';

export const EXPLAIN_PROVIDERS: Provider[] = [
  Explainer,
  AttemptReader,
  AttemptExplainer,
  AuthorisationReader,
  AuthorisationExplainer,
  AuthorisationSummaries,
  IssueRowFinder,
  SlotLookup,
  SlotStatements,
  SlotOutlook,
  UnloadedSearch,
];
