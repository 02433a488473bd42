import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import type { ReportId } from '@app/mrr';
import { AttemptExplainer } from './attempt-explainer';
import { AttemptReader } from './attempt-reader';
import { AuthorisationExplainer } from './authorisation-explainer';
import type { ExplainedPart, Explanation, Statement, Subject } from './explain.schemas';
import { blankStatement, rulesOf } from './statement';
import { UnloadedSearch } from './unloaded-search';

/** Why something is in a report, or is not: always with a reason, whatever was found. */
@Injectable()
export class Explainer {
  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(AttemptReader) private readonly attempts: AttemptReader,
    @Inject(AttemptExplainer) private readonly attemptExplainer: AttemptExplainer,
    @Inject(AuthorisationExplainer) private readonly authorisationExplainer: AuthorisationExplainer,
    @Inject(UnloadedSearch) private readonly unloaded: UnloadedSearch,
  ) {}

  /** @param party a recipient-scoped caller's Party: the answer holds what that Party's own reports say, nothing else */
  async explain(subject: Subject, party: string | null): Promise<Explanation> {
    const visible = party === null ? null : await this.#userIdsOf(party);
    const attempts: ExplainedPart[] = [];
    for (const attempt of await this.attempts.find(subject, party)) {
      const part = await this.attemptExplainer.explain(attempt, visible);
      // Source files are the DCC's; a Party learns what became of its own reports.
      attempts.push(visible === null ? part : withoutSources(part));
    }
    if (visible === null && subject.kind === 'chf') attempts.push(...(await this.#waiting(subject.value)));
    const authorisations = await this.authorisationExplainer.explain(subject, visible);
    if (visible === null) linkless(attempts, authorisations);
    const setAside = visible === null ? await this.unloaded.find(subject) : [];
    const answer = {
      asked: subject,
      attempts,
      authorisations: visible === null ? authorisations : authorisations.map(withoutSources),
      setAside,
    };
    return { ...answer, summary: await this.#summary(answer, party) };
  }

  async #userIdsOf(party: string): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ user_id: string }[]>(
      'SELECT user_id FROM recipient WHERE party_signifier = $1',
      [party],
    );
    return new Set(rows.map(({ user_id }) => user_id));
  }

  async #waiting(chfId: string): Promise<ExplainedPart[]> {
    const parked = await this.attempts.parked(chfId);
    if (parked.length === 0) return [];
    return [
      {
        subject: `CHF ${chfId}, records that wait`,
        status: 'Parked until the Migration Common File that they speak of is loaded (fine print 15)',
        events: parked.map(({ what, file_id, file, record }) => ({
          at: null,
          what,
          source: { fileId: file_id, file, record },
        })),
        statements: [],
      },
    ];
  }

  async #summary(answer: Omit<Explanation, 'summary'>, party: string | null): Promise<string> {
    const statements = [...answer.attempts, ...answer.authorisations].flatMap((part) => part.statements);
    if (statements.length > 0) return summaryOf(statements);
    if (answer.attempts.length > 0) return answer.attempts[0]?.status ?? '';
    if (answer.setAside.length > 0) return 'It was received and did not load; see what was set aside';
    if (party !== null) return 'None of your reports concerns it';
    const [{ waiting }] = await this.database.query<[{ waiting: number }]>(
      `SELECT count(*)::int AS waiting FROM source_file WHERE state = 'received'`,
    );
    const further = waiting === 0 ? '' : `; ${waiting} received files are still to be loaded`;
    return `No file that was received names it${further}`;
  }
}

function summaryOf(statements: readonly Statement[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of statements) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} × ${verdict}`).join(', ');
}

function withoutSources(part: ExplainedPart): ExplainedPart {
  return { ...part, events: [], statements: part.statements.map((said) => ({ ...said, sources: [] })) };
}

const OF_ATTEMPTS = ['S1MIG-001', 'S1MIG-002', 'S1MIG-003', 'S1MIG-004', 'S1MIG-005', 'S1MIG-007'] as const;
const OF_AUTHORISATIONS = ['S1MIG-006', 'S1MIG-008', 'S1MIG-009', 'S1MIG-010'] as const;

/** Says of the reports that speak of attempts alone, or of authorisations alone, why they do not speak of this. */
function linkless(attempts: ExplainedPart[], authorisations: ExplainedPart[]): void {
  const noneOf = (reports: readonly ReportId[], why: string, ...readings: string[]): Statement[] =>
    reports.map((reportId) => ({
      ...blankStatement(reportId, null, 'nobody'),
      verdict: 'not-yet' as const,
      why,
      rules: rulesOf(reportId, ...readings),
    }));
  if (attempts.length > 0 && authorisations.length === 0) {
    const status = 'No authorisation that is loaded covers it';
    const why = `${status}, so that reports on authorisations say nothing of it`;
    const statements = noneOf(OF_AUTHORISATIONS, why, 'R8');
    authorisations.push({ subject: 'Authorisations', status, events: [], statements });
  } else if (authorisations.length > 0 && attempts.length === 0) {
    const status = 'No common file that is loaded names it';
    const why = `${status}, so that reports on migrations say nothing of it`;
    const statements = noneOf(OF_ATTEMPTS, why, 'R1', 'R27');
    attempts.push({ subject: 'Migrations', status, events: [], statements });
  }
}
