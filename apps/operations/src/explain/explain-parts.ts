import type { Provider } from '@nestjs/common';
import { AttemptExplainer } from './attempt-explainer';
import { AttemptReader } from './attempt-reader';
import { AuthorisationExplainer } from './authorisation-explainer';
import { Explainer } from './explainer';
import { IssueRowFinder } from './issue-row-finder';
import { SlotOutlook } from './slot-outlook';
import { UnloadedSearch } from './unloaded-search';

export const EXPLAIN_PROVIDERS: Provider[] = [
  Explainer,
  AttemptReader,
  AttemptExplainer,
  AuthorisationExplainer,
  IssueRowFinder,
  SlotOutlook,
  UnloadedSearch,
];
