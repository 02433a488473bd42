import { roleIncludes } from '@app/database';
import type { Principal } from '@app/database';
import { html } from 'hono/html';
import type { IssueSummary } from '../../issues/issue-reader';
import type { SlotDetail } from '../../slots/slot-reader';
import { page } from '../layout';
import type { Html } from '../layout';
import { stateBadge } from '../slot-badge';
import { size, when } from '../text';

export function slotPage(
  slot: SlotDetail,
  issue: IssueSummary | null,
  notice: string | null,
  principal: Principal,
): string {
  return page({
    title: `Slot ${slot.id}: ${slot.reportId} for ${slot.partyName ?? slot.recipientId}`,
    principal,
    isLive: true,
    body: html`<p id="live-status" class="quiet" role="status">Loaded ${when(new Date())}</p>
      ${notice === null ? '' : html`<p class="notice" role="alert">${notice}</p>`}
      <div id="slot" data-live-part>${facts(slot)} ${issue ? issueFacts(issue) : ''} ${history(slot)}</div>
      ${roleIncludes(principal.role, 'operator') ? actions(slot, issue) : ''}`,
  });
}

function facts(slot: SlotDetail): Html {
  return html`<dl class="facts">
    <dt>State</dt>
    <dd>${stateBadge(slot)}</dd>
    <dt>Recipient</dt>
    <dd><a href="/recipients/${slot.recipientId}">${slot.recipientId}</a></dd>
    <dt>Slot time</dt>
    <dd>${when(slot.slotTime)}, due by ${when(slot.dueAt)}</dd>
    <dt>Cause</dt>
    <dd>${slot.reissuesIssueId === null ? slot.cause : `Re-issue of issue ${slot.reissuesIssueId}`}</dd>
    ${
      slot.nilReason === null
        ? ''
        : html`<dt>Nothing to report</dt>
            <dd>${slot.nilReason}</dd>`
    }
    ${
      slot.ranBehind
        ? html`<dt>Ran behind</dt>
            <dd>Ingest was behind, so outcomes up to 6 hours before count (R13)</dd>`
        : ''
    }
    ${
      slot.state === 'failed'
        ? html`<dt>Failed with</dt>
            <dd>${slot.lastErrorCode}: ${slot.lastError}</dd>`
        : ''
    }
  </dl>`;
}

function issueFacts(issue: IssueSummary): Html {
  return html`<h2><a href="/issues/${issue.id}">Issue ${issue.id}</a></h2>
    <dl class="facts">
      <dt>File</dt>
      <dd>
        <a href="/v1/issues/${issue.id}/file">${issue.fileName}</a> (${size(issue.sizeBytes)},
        ${issue.rowCount} rows)
      </dd>
      <dt>Folder</dt>
      <dd>${issue.folder}</dd>
      <dt>Number</dt>
      <dd>${issue.sequenceNumber}, <a href="/issues/${issue.id}/diff">compared with the one before</a></dd>
      <dt>SHA-256</dt>
      <dd>${issue.sha256}</dd>
      <dt>Delivered</dt>
      <dd>${issue.deliveredAt ? `${when(issue.deliveredAt)} to ${issue.location}` : 'not yet'}</dd>
      ${
        issue.reissuedAs === null
          ? ''
          : html`<dt>Re-issued</dt>
              <dd><a href="/slots/${issue.reissuedAs}">in slot ${issue.reissuedAs}</a></dd>`
      }
    </dl>`;
}

function history(slot: SlotDetail): Html {
  const events = [
    { at: slot.plannedAt, what: 'Planned' },
    { at: slot.queuedAt, what: 'Rung for' },
    { at: slot.reportCreatedAt, what: "Built (the report's creation time)" },
    ...slot.failures.map(({ failedAt, step, code, message }) => ({
      at: failedAt,
      what: `Failed to ${step}: ${code}: ${message}`,
    })),
    { at: slot.deliveredAt, what: 'Delivered and read back' },
    { at: slot.state === 'nil' ? slot.finishedAt : null, what: 'Ended without anything to report' },
  ]
    .filter(({ at }) => at !== null)
    .sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0));
  return html`<h2>History</h2>
    <div class="scroll">
      <table class="history">
        <tbody>
          ${events.map(
            ({ at, what }) =>
              html`<tr>
                <th scope="row">${when(at)}</th>
                <td>${what}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function actions(slot: SlotDetail, issue: IssueSummary | null): Html {
  if (slot.state === 'nil') return html``;
  if (slot.state !== 'delivered' || !issue) {
    return html`<h2>Try again</h2>
      <form class="panel" method="post" action="/slots/${slot.id}/requeue">
        <label class="wide">Reason <input name="reason" required minlength="3" maxlength="500" /></label>
        <label class="check"
          ><input type="checkbox" name="rebuild" value="true" /> Also make the file again</label
        >
        <button>Requeue</button>
      </form>`;
  }
  if (issue.reissuedAs !== null) return html``;
  return html`<h2>Tell it again</h2>
    <form class="panel" method="post" action="/slots/${slot.id}/reissue">
      <label class="wide">Reason <input name="reason" required minlength="3" maxlength="500" /></label>
      <button>Re-issue under the next number</button>
    </form>`;
}
