import { roleIncludes } from '@app/database';
import type { Principal } from '@app/database';
import { html } from 'hono/html';
import type { Alert } from '../../alerts/alert-reader';
import { page } from '../layout';
import type { Html } from '../layout';
import { when } from '../text';
import { dataTable, noticeOf, reasonField } from './parts';

export function alertsPage(
  alerts: readonly Alert[],
  showsAll: boolean,
  notice: string | null,
  principal: Principal,
): string {
  const isOperator = roleIncludes(principal.role, 'operator');
  return page({
    title: showsAll ? 'All alerts' : 'Open alerts',
    principal,
    path: '/alerts',
    isLive: true,
    body: html`<p id="live-status" class="quiet" role="status">Loaded ${when(new Date())}</p>
      ${noticeOf(notice)}
      <p>
        ${showsAll ? html`<a href="/alerts">Show only open ones</a>` : html`<a href="/alerts?all=true">Show closed ones too</a>`}
      </p>
      <div id="alert-list" data-live-part>
        ${
          alerts.length === 0
            ? html`<p>None.</p>`
            : dataTable(
                ['Since', 'Kind', 'About', 'What', 'State'],
                alerts.map((alert) => [
                  when(alert.raisedAt),
                  alert.kind,
                  aboutLink(alert.subject),
                  alert.message,
                  stateOf(alert, isOperator),
                ]),
              )
        }
      </div>`,
  });
}

function stateOf({ id, clearedAt }: Alert, isOperator: boolean): Html {
  if (clearedAt) return html`closed ${when(clearedAt)}`;
  if (!isOperator) return html`open`;
  return html`<details>
    <summary>open</summary>
    <form class="inline" method="post" action="/alerts/${id}/clear">
      ${reasonField()}
      <button>Close alert ${id}</button>
    </form>
  </details>`;
}

function aboutLink(subject: string): Html | string {
  const slot = /^slot (\d+)$/.exec(subject)?.[1];
  return slot === undefined ? subject : html`<a href="/slots/${slot}">${subject}</a>`;
}
