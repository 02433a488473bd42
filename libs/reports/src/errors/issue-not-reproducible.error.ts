/** The data has moved on since the issue: the same report would come out otherwise now. A re-issue can tell it. */
export class IssueNotReproducibleError extends Error {
  readonly code = 'REPORT.NOT_REPRODUCIBLE';

  constructor(issueId: string) {
    super(`Issue ${issueId} would come out otherwise now; re-issue it instead`);
    this.name = 'IssueNotReproducibleError';
  }
}
