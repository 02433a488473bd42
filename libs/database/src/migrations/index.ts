import { SourceFiles1700000000001 } from './1700000000001-source-files';
import { MasterData1700000000002 } from './1700000000002-master-data';
import { MigrationData1700000000003 } from './1700000000003-migration-data';
import { Authorisations1700000000004 } from './1700000000004-authorisations';
import { Entitlements1700000000005 } from './1700000000005-entitlements';
import { Slots1700000000006 } from './1700000000006-slots';
import { ReportSources1700000000007 } from './1700000000007-report-sources';
import { OperatorAccess1700000000020 } from './1700000000020-operator-access';
import { ReissuesAndReleases1700000000021 } from './1700000000021-reissues-and-releases';
import { SourceStreams1700000000022 } from './1700000000022-source-streams';
import { LateLedger1700000000030 } from './1700000000030-late-ledger';
import { AuthorisationReview1700000000031 } from './1700000000031-authorisation-review';
import { UploadSessions1700000000040 } from './1700000000040-upload-sessions';
import { LedgerLots1700000000050 } from './1700000000050-ledger-lots';
import { OwedResponses1700000000051 } from './1700000000051-owed-responses';
import { BoundedSourceStreams1700000000052 } from './1700000000052-bounded-source-streams';
import { SearchableAudience1700000000053 } from './1700000000053-searchable-audience';
import { IssueCopies1700000000055 } from './1700000000055-issue-copies';
import { FoundIssues1700000000056 } from './1700000000056-found-issues';
import { SessionDefaults1700000000059 } from './1700000000059-session-defaults';
import { IndexesForLoading1700000000060 } from './1700000000060-indexes-for-loading';

export const MIGRATIONS = [
  SourceFiles1700000000001,
  MasterData1700000000002,
  MigrationData1700000000003,
  Authorisations1700000000004,
  Entitlements1700000000005,
  Slots1700000000006,
  ReportSources1700000000007,
  OperatorAccess1700000000020,
  ReissuesAndReleases1700000000021,
  SourceStreams1700000000022,
  LateLedger1700000000030,
  AuthorisationReview1700000000031,
  UploadSessions1700000000040,
  LedgerLots1700000000050,
  OwedResponses1700000000051,
  BoundedSourceStreams1700000000052,
  SearchableAudience1700000000053,
  IssueCopies1700000000055,
  FoundIssues1700000000056,
  SessionDefaults1700000000059,
  IndexesForLoading1700000000060,
];
