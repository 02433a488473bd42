import type { AuditVerification, Principal, RecordedAction } from '@app/database';
import { html } from 'hono/html';
import { page } from '../layout';
import type { Html } from '../layout';
import { when } from '../text';
import { dataTable, linkTo } from './parts';

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** @param next sequence before which older entries are; null: there are none */
export function auditPage(
  entries: readonly RecordedAction[],
  filter: AuditFilter,
  verification: AuditVerification,
  next: string | null,
  principal: Principal,
): string {
  return page({
    title: 'Audit log',
    principal,
    path: '/audit',
    body: html`${chainMark(verification)}
      <form class="panel" method="get" action="/audit">
        <label>Who <input name="actor" value="${filter.actor ?? ''}" maxlength="200" /></label>
        <label
          >What
          <input name="action" value="${filter.action ?? ''}" maxlength="100" placeholder="requeue-slot"
        /></label>
        <label>From day <input type="date" name="from" value="${filter.from ?? ''}" /></label>
        <label>To day <input type="date" name="to" value="${filter.to ?? ''}" /></label>
        <button>Filter</button>
      </form>
      ${
        entries.length === 0
          ? html`<p>Nobody changed anything that fits.</p>`
          : dataTable(
              [{ text: 'No.', isNumber: true }, 'When', 'Who', 'What', 'Which', 'Why', 'Detail'],
              entries.map((entry) => [
                entry.sequence,
                when(entry.at),
                entry.actor,
                entry.action,
                subjectLink(entry.subject),
                entry.reason,
                html`<code>${entry.detail === '{}' ? '' : entry.detail}</code>`,
              ]),
            )
      }
      ${next === null ? '' : html`<p><a href="${linkTo('/audit', { ...filter, before: next })}">Earlier ones</a></p>`}`,
  });
}

/** Whether the hashes from the first entry on fit together, now. */
function chainMark({ entries, lastHash, brokenAt }: AuditVerification): Html {
  if (brokenAt !== undefined) {
    return html`<p class="notice bad" role="alert">
      <strong>✗ The chain of hashes is broken at entry ${brokenAt}:</strong> somebody changed or removed
      entries behind the product's back. ${entries} entries before it are whole.
    </p>`;
  }
  return html`<p class="notice good" role="status">
    <strong>✓ Chain verified:</strong> ${entries} entries. Last hash <code>${lastHash}</code>
  </p>`;
}

const PAGES: readonly { readonly subject: RegExp; readonly path: string }[] = [
  { subject: /^slot (\d+)$/, path: '/slots/' },
  { subject: /^issue (\d+)$/, path: '/issues/' },
  { subject: /^source file (\d+)$/, path: '/source-files/' },
];

function subjectLink(subject: string): Html | string {
  for (const { subject: form, path } of PAGES) {
    const id = form.exec(subject)?.[1];
    if (id !== undefined) return html`<a href="${path}${id}">${subject}</a>`;
  }
  return subject;
}
