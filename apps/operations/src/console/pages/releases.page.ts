import { roleIncludes } from '@app/database';
import type { Principal } from '@app/database';
import { REPORT_IDS } from '@app/mrr';
import { html } from 'hono/html';
import type { Page } from '../../api/page';
import type { IssueSummary } from '../../issues/issue-reader';
import type { RecipientSummary } from '../../recipients/recipient-reader';
import { REQUESTERS } from '../../releases/release.schemas';
import type { Release } from '../../releases/release.schemas';
import { page } from '../layout';
import type { Html } from '../layout';
import { when } from '../text';
import { dataTable, linkTo, noticeOf, reasonField, select } from './parts';

export interface ReleaseFilter {
  readonly report?: string | undefined;
  readonly recipient?: string | undefined;
}

const REQUESTER_NAMES: Readonly<Record<Release['requester'], string>> = {
  panel: 'SEC Panel',
  authority: 'The Authority',
  'secretary-of-state': 'Secretary of State',
};

/** Copies on request (MRR 3.2.4, R32). */
export function releasesPage(
  releases: readonly Release[],
  issues: Page<IssueSummary>,
  filter: ReleaseFilter,
  recipients: readonly RecipientSummary[],
  notice: string | null,
  principal: Principal,
): string {
  return page({
    title: 'Releases',
    principal,
    path: '/releases',
    body: html`<p>
        Copies of issues for the Panel, the Authority or the Secretary of State, who may ask for them (MRR
        3.2.4, R32). A release changes no number.
      </p>
      ${noticeOf(notice)}
      ${roleIncludes(principal.role, 'operator') ? choose(issues, filter, recipients) : ''}
      <h2>Past releases</h2>
      ${releases.length === 0 ? html`<p>None.</p>` : past(releases)}`,
  });
}

function choose(
  { items, next }: Page<IssueSummary>,
  { report, recipient }: ReleaseFilter,
  recipients: readonly RecipientSummary[],
): Html {
  const all = { value: '', text: 'all' };
  return html`<h2>Release issues</h2>
    <form class="panel" method="get" action="/releases">
      ${select('Report', 'report', [all, ...REPORT_IDS.map((id) => ({ value: id, text: id }))], report)}
      ${select(
        'Recipient',
        'recipient',
        [
          all,
          ...recipients.map(({ userId, partyName }) => ({ value: userId, text: `${partyName} ${userId}` })),
        ],
        recipient,
      )}
      <button>Show issues</button>
    </form>
    <form method="post" action="/releases">
      ${dataTable(
        [
          'Issue',
          'Report',
          'Slot time',
          { text: 'Number', isNumber: true },
          { text: 'Rows', isNumber: true },
        ],
        items.map((issue) => [
          html`<label class="check"
            ><input type="checkbox" name="issueIds" value="${issue.id}" /> ${issue.fileName}</label
          >`,
          issue.reportId,
          when(issue.slotTime),
          issue.sequenceNumber,
          issue.rowCount,
        ]),
      )}
      ${next === null ? '' : html`<p><a href="${linkTo('/releases', { report, recipient, cursor: next })}">Earlier issues</a></p>`}
      <div class="panel">
        ${select(
          'To',
          'requester',
          REQUESTERS.map((value) => ({ value, text: REQUESTER_NAMES[value] })),
          undefined,
        )}
        ${reasonField()}
        <button>Release the chosen issues</button>
      </div>
    </form>`;
}

function past(releases: readonly Release[]): Html {
  return dataTable(
    ['Asked', 'To', 'File', 'Reason', 'By', 'Delivered'],
    releases.map((release) => [
      when(release.requestedAt),
      REQUESTER_NAMES[release.requester],
      html`<a href="/issues/${release.issueId}">${release.fileName}</a>`,
      release.reason,
      release.requestedBy,
      release.deliveredAt
        ? `${when(release.deliveredAt)} to ${release.location ?? release.folder}`
        : html`<span class="badge failed">failed</span> ${release.lastError ?? 'not yet'}`,
    ]),
  );
}
