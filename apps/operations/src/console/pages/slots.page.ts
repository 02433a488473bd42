import { roleIncludes, SLOT_STATES } from '@app/database';
import type { Principal } from '@app/database';
import { REPORT_IDS } from '@app/mrr';
import { html } from 'hono/html';
import type { Page } from '../../api/page';
import type { RecipientSummary } from '../../recipients/recipient-reader';
import type { SlotSummary } from '../../slots/slot-reader';
import { page } from '../layout';
import type { Html } from '../layout';
import { stateBadge } from '../slot-badge';
import { when } from '../text';
import { dataTable, linkTo, noticeOf, reasonField, select } from './parts';

export interface SlotFilter {
  readonly report?: string | undefined;
  readonly recipient?: string | undefined;
  readonly state?: string | undefined;
  /** Days, `YYYY-MM-DD`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly late?: string | undefined;
}

export function slotsPage(
  { items, next }: Page<SlotSummary>,
  filter: SlotFilter,
  recipients: readonly RecipientSummary[],
  notice: string | null,
  principal: Principal,
): string {
  const all = { value: '', text: 'all' };
  const unfinished = items.filter(({ state }) => state !== 'delivered' && state !== 'nil');
  return page({
    title: 'Slots',
    principal,
    path: '/slots',
    body: html`${noticeOf(notice)}
      <form class="panel" method="get" action="/slots">
        ${select('Report', 'report', [all, ...REPORT_IDS.map((id) => ({ value: id, text: id }))], filter.report)}
        ${select(
          'Recipient',
          'recipient',
          [
            all,
            ...recipients.map(({ userId, partyName }) => ({ value: userId, text: `${partyName} ${userId}` })),
          ],
          filter.recipient,
        )}
        ${select('State', 'state', [all, ...SLOT_STATES.map((state) => ({ value: state, text: state }))], filter.state)}
        ${select('Late', 'late', [all, { value: 'true', text: 'late' }, { value: 'false', text: 'in time' }], filter.late)}
        <label>From day <input type="date" name="from" value="${filter.from ?? ''}" /></label>
        <label>To day <input type="date" name="to" value="${filter.to ?? ''}" /></label>
        <button>Filter</button>
      </form>
      ${items.length === 0 ? html`<p>No slot fits.</p>` : table(items)}
      ${next === null ? '' : html`<p><a href="${linkTo('/slots', { ...filter, cursor: next })}">Earlier ones</a></p>`}
      ${roleIncludes(principal.role, 'operator') && unfinished.length > 0 ? requeue(unfinished) : ''}`,
  });
}

function table(items: readonly SlotSummary[]): Html {
  return dataTable(
    ['Slot time', 'Report', 'Recipient', 'Due', 'State', 'File'],
    items.map((slot) => [
      html`<a href="/slots/${slot.id}">${when(slot.slotTime)}</a>`,
      slot.reportId,
      html`<a href="/recipients/${slot.recipientId}">${slot.partyName ?? slot.recipientId}</a>`,
      when(slot.dueAt),
      html`${stateBadge(slot)}${slot.state === 'failed' ? html` ${slot.lastErrorCode ?? ''}` : ''}`,
      slot.issueId === null ? '–' : html`<a href="/issues/${slot.issueId}">number ${slot.sequenceNumber}</a>`,
    ]),
  );
}

function requeue(slots: readonly SlotSummary[]): Html {
  return html`<h2>Try again</h2>
    <form class="panel" method="post" action="/slots/requeue">
      ${slots.map(({ id }) => html`<input type="hidden" name="ids" value="${id}" />`)} ${reasonField()}
      <button>Requeue the ${slots.length} unfinished or failed ones above</button>
    </form>`;
}
