import type { Principal } from '@app/database';
import { REPORT_IDS } from '@app/mrr';
import { html } from 'hono/html';
import type { Page } from '../../api/page';
import type { RecipientDetail, RecipientSummary } from '../../recipients/recipient-reader';
import type { SlotSummary } from '../../slots/slot-reader';
import { page } from '../layout';
import type { Html } from '../layout';
import { stateBadge } from '../slot-badge';
import { when } from '../text';

export function recipientsPage(recipients: readonly RecipientSummary[], principal: Principal): string {
  return page({
    title: 'Recipients',
    principal,
    path: '/recipients',
    body: html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Party</th>
            <th scope="col">User ID</th>
            <th scope="col">Role</th>
            <th scope="col">Folder</th>
            <th scope="col">Reported to</th>
          </tr>
        </thead>
        <tbody>
          ${recipients.map(
            (recipient) =>
              html`<tr>
                <td>${recipient.partyName} (${recipient.partySignifier})</td>
                <td><a href="/recipients/${recipient.userId}">${recipient.userId}</a></td>
                <td>${recipient.role}</td>
                <td>${recipient.folder}</td>
                <td>${dates(recipient)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`,
  });
}

function dates({ reportingFrom, reportingTo }: RecipientSummary): string {
  if (reportingFrom === null && reportingTo === null) return 'always';
  return `${reportingFrom ?? '…'} to ${reportingTo ?? '…'}`;
}

export function recipientPage(
  recipient: RecipientDetail,
  register: Page<SlotSummary>,
  report: string | undefined,
  principal: Principal,
): string {
  return page({
    title: `${recipient.partyName}: ${recipient.userId}`,
    principal,
    path: '/recipients',
    body: html`<dl class="facts">
        <dt>Party</dt>
        <dd>${recipient.partySignifier}, ${recipient.role}</dd>
        <dt>Folder</dt>
        <dd>${recipient.folder}</dd>
        <dt>Reported to</dt>
        <dd>${dates(recipient)}</dd>
      </dl>
      ${series(recipient)} ${registerOf(recipient, register, report)}`,
  });
}

function series({ userId, series: rows }: RecipientDetail): Html {
  return html`<h2>Reports</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Report</th>
            <th scope="col" class="number">Last number</th>
            <th scope="col" class="number">Issues</th>
            <th scope="col" class="number">Nils</th>
            <th scope="col" class="number">Failed</th>
            <th scope="col" class="number">Unfinished</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">
                  <a href="/recipients/${userId}?report=${row.reportId}">${row.reportId}</a>
                </th>
                ${[row.lastSequence, row.issues, row.nils, row.failed, row.unfinished].map(
                  (figure) => html`<td class="number">${figure}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function registerOf(
  { userId }: RecipientDetail,
  { items, next }: Page<SlotSummary>,
  report: string | undefined,
): Html {
  return html`<h2>Register of issues and nils</h2>
    <form class="panel" method="get" action="/recipients/${userId}">
      <label>
        Report
        <select name="report">
          <option value="">all</option>
          ${REPORT_IDS.map((id) => html`<option ${id === report ? html`selected` : ''}>${id}</option>`)}
        </select>
      </label>
      <button>Show</button>
    </form>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Slot time</th>
            <th scope="col">Report</th>
            <th scope="col">State</th>
            <th scope="col">File</th>
          </tr>
        </thead>
        <tbody>
          ${items.map(
            (slot) =>
              html`<tr>
                <td><a href="/slots/${slot.id}">${when(slot.slotTime)}</a></td>
                <td>
                  ${slot.issueId === null ? slot.reportId : html`<a href="/issues/${slot.issueId}">${slot.reportId}</a>`}
                </td>
                <td>${stateBadge(slot)}</td>
                <td>
                  ${slot.issueId === null ? '–' : html`<a href="/v1/issues/${slot.issueId}/file">Download number ${slot.sequenceNumber}</a>`}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      next === null
        ? ''
        : html`<p>
            <a href="/recipients/${userId}?cursor=${next}${report ? `&report=${report}` : ''}"
              >Earlier ones</a
            >
          </p>`
    }`;
}
