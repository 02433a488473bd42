import type { Principal } from '@app/database';
import { REPORT_IDS } from '@app/mrr';
import { html } from 'hono/html';
import type { Alert } from '../../alerts/alert-reader';
import type { SlotSummary } from '../../slots/slot-reader';
import { page } from '../layout';
import type { Html } from '../layout';
import { slotBadge, stateBadge } from '../slot-badge';
import type { LateSlot } from '../late-slots.reader';
import { howLong, when } from '../text';
import type { Today } from '../today.reader';

export function todayPage(today: Today, alerts: readonly Alert[] | null, principal: Principal): string {
  const day = today.day.toISOString().slice(0, 10);
  return page({
    title: `Today: ${day}`,
    principal,
    path: '/',
    isLive: true,
    body: html`<p id="live-status" class="quiet" role="status">Loaded ${when(new Date())}</p>
      <form class="panel" method="get" action="/">
        <label>Another day <input type="date" name="day" value="${day}" /></label>
        <button>Show</button>
      </form>
      <div id="today" data-live-part>${figures(today)} ${trouble(today.troubled)} ${board(today.slots)}</div>
      ${alerts === null ? '' : alertList(alerts)}`,
  });
}

function figures({ slots, unfinished, etaMinutes }: Today): Html {
  const count = (wanted: (slot: SlotSummary) => boolean): number => slots.filter(wanted).length;
  const eta =
    etaMinutes === null ? 'nothing moves' : etaMinutes === 0 ? '–' : howLong(Math.ceil(etaMinutes) * 60_000);
  return html`<ul class="figures">
    <li><strong>${slots.length}</strong> due that day</li>
    <li><strong>${count(({ state }) => state === 'delivered')}</strong> delivered</li>
    <li><strong>${count(({ state }) => state === 'nil')}</strong> nothing to report</li>
    <li><strong>${count(({ state }) => state === 'failed')}</strong> failed</li>
    <li><strong>${unfinished}</strong> unfinished, all days</li>
    <li><strong>${eta}</strong> until all is done</li>
  </ul>`;
}

function etaOf({ state, doneAt }: LateSlot): string {
  if (state === 'failed') return 'not by itself';
  if (doneAt === null) return 'nothing moves';
  return `${when(doneAt)}, in ${howLong(Math.max(60_000, doneAt.getTime() - Date.now()))}`;
}

function trouble(slots: readonly LateSlot[]): Html {
  if (slots.length === 0) return html`<p>Nothing is late and nothing has failed.</p>`;
  return html`<h2>Late or failed</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Report</th>
            <th scope="col">Recipient</th>
            <th scope="col">Due</th>
            <th scope="col">State</th>
            <th scope="col">Why</th>
            <th scope="col">Likely done</th>
          </tr>
        </thead>
        <tbody>
          ${slots.map(
            (slot) =>
              html`<tr>
                <td><a href="/slots/${slot.id}">${slot.reportId}</a></td>
                <td>${slot.partyName ?? slot.recipientId}</td>
                <td class="nowrap">${when(slot.dueAt)}</td>
                <td>${stateBadge(slot)}</td>
                <td>${slot.why}</td>
                <td>${etaOf(slot)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function board(slots: readonly SlotSummary[]): Html {
  const recipients = byRecipient(slots);
  const rows = [...recipients].sort(([, [a]], [, [b]]) => nameOf(a).localeCompare(nameOf(b)));
  return html`<h2>All recipients</h2>
    <div class="scroll">
      <table class="board">
        <caption>
          ✓ with the number of rows: delivered; –: nothing to report; …: on its way; ! late; ✗ failed
        </caption>
        <thead>
          <tr>
            <th scope="col">Recipient</th>
            ${REPORT_IDS.map((id) => html`<th scope="col">${id.slice(-3)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([recipientId, own]) =>
              html`<tr>
                <th scope="row">
                  <a href="/recipients/${recipientId}">${nameOf(own[0])}</a><br /><small
                    >${recipientId}</small
                  >
                </th>
                ${REPORT_IDS.map(
                  (id) => html`<td>${own.filter(({ reportId }) => reportId === id).map(slotBadge)}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function byRecipient(slots: readonly SlotSummary[]): Map<string, SlotSummary[]> {
  const recipients = new Map<string, SlotSummary[]>();
  for (const slot of slots) {
    const own = recipients.get(slot.recipientId);
    if (own) own.push(slot);
    else recipients.set(slot.recipientId, [slot]);
  }
  return recipients;
}

function nameOf(slot: SlotSummary | undefined): string {
  return slot?.partyName ?? slot?.recipientId ?? '';
}

function alertList(alerts: readonly Alert[]): Html {
  return html`<section id="alerts" data-live-part>
    <h2>Open alerts</h2>
    <p><a href="/alerts">All about alerts</a></p>
    ${
      alerts.length === 0
        ? html`<p>None.</p>`
        : html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Since</th>
                  <th scope="col">Kind</th>
                  <th scope="col">What</th>
                </tr>
              </thead>
              <tbody>
                ${alerts.map(
                  ({ raisedAt, kind, message }) =>
                    html`<tr>
                      <td>${when(raisedAt)}</td>
                      <td>${kind}</td>
                      <td>${message}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}
