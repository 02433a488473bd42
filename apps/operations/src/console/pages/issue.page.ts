import type { Principal } from '@app/database';
import type { ReportId } from '@app/mrr';
import { html } from 'hono/html';
import type { IssueDiff } from '../../issues/issue.schemas';
import type { IssueSummary } from '../../issues/issue-reader';
import { csvTable, headerFacts } from '../csv-table';
import { page } from '../layout';
import type { Html } from '../layout';
import { size, when } from '../text';
import { linkTo } from './parts';

export interface ShownRows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Number of the first row that is shown. */
  readonly firstRow: number;
}

export function issuePage(
  issue: IssueSummary,
  shown: ShownRows | null,
  pageRows: number,
  principal: Principal,
): string {
  return page({
    title: `Issue ${issue.sequenceNumber} of ${issue.reportId} for ${issue.recipientId}`,
    principal,
    body: html`<dl class="facts">
        <dt>File</dt>
        <dd>
          <a href="/v1/issues/${issue.id}/file">${issue.fileName}</a> (${size(issue.sizeBytes)},
          ${issue.rowCount} rows)
        </dd>
        <dt>Slot</dt>
        <dd><a href="/slots/${issue.slotId}">${when(issue.slotTime)}</a>, ${issue.state}</dd>
        <dt>Recipient</dt>
        <dd><a href="/recipients/${issue.recipientId}">${issue.recipientId}</a>, folder ${issue.folder}</dd>
        <dt>Delivered</dt>
        <dd>${issue.deliveredAt ? `${when(issue.deliveredAt)} to ${issue.location}` : 'not yet'}</dd>
        <dt>SHA-256</dt>
        <dd>${issue.sha256}</dd>
        <dt>Changes</dt>
        <dd><a href="/issues/${issue.id}/diff">Compare with the one before</a></dd>
        ${
          issue.reissues === null
            ? ''
            : html`<dt>Tells again</dt>
                <dd><a href="/issues/${issue.reissues}">issue ${issue.reissues}</a></dd>`
        }
        ${
          issue.reissuedAs === null
            ? ''
            : html`<dt>Told again</dt>
                <dd><a href="/slots/${issue.reissuedAs}">in slot ${issue.reissuedAs}</a></dd>`
        }
      </dl>
      ${
        shown === null
          ? html`<p class="notice" role="alert">
              The archive has lost this file; requeue its slot and have the file made again.
            </p>`
          : rowsOf(issue, shown, pageRows)
      }`,
  });
}

function rowsOf(issue: IssueSummary, { header, rows, firstRow }: ShownRows, pageRows: number): Html {
  const last = firstRow + rows.length - 1;
  const more = (from: number): string => linkTo(`/issues/${issue.id}`, { from: String(from) });
  return html`<h2>Header</h2>
    ${headerFacts(issue.reportId as ReportId, header)}
    <h2>Rows</h2>
    ${
      rows.length === 0
        ? html`<p>None beside the header.</p>`
        : html`<p>
              Rows ${firstRow} to ${last} of ${issue.rowCount}. A linked value leads to the explanation why it
              is here.
            </p>
            ${csvTable(issue.reportId as ReportId, rows, firstRow)}`
    }
    <p>
      ${firstRow > 1 ? html`<a href="${more(Math.max(1, firstRow - pageRows))}">Rows before</a>` : ''}
      ${last < issue.rowCount && rows.length > 0 ? html`<a href="${more(last + 1)}">Further rows</a>` : ''}
    </p>`;
}

export function diffPage(issue: IssueSummary, diff: IssueDiff, principal: Principal): string {
  const reportId = issue.reportId as ReportId;
  const { added, removed, changed } = diff;
  return page({
    title: `Changes in number ${issue.sequenceNumber} of ${reportId}`,
    principal,
    body: html`<p>
        <a href="/issues/${issue.id}">${issue.fileName}</a>
        ${
          diff.against === null
            ? ' is the first of its series: all of it is new.'
            : html` against <a href="/issues/${diff.against}">the number before it</a>.`
        }
      </p>
      <ul class="figures">
        <li><strong>${added.length}</strong> added</li>
        <li><strong>${removed.length}</strong> removed</li>
        <li><strong>${changed.length}</strong> changed</li>
        <li><strong>${diff.unchanged}</strong> unchanged</li>
      </ul>
      ${diff.isCut ? html`<p class="notice">There are more; these are the first ones.</p>` : ''}
      ${changes(reportId, 'Added', added)} ${changes(reportId, 'Removed', removed)} ${changedRows(changed)}`,
  });
}

function changes(reportId: ReportId, title: string, rows: readonly (readonly string[])[]): Html {
  if (rows.length === 0) return html``;
  return html`<h2>${title}</h2>
    ${csvTable(reportId, rows)}`;
}

function changedRows(changed: IssueDiff['changed']): Html {
  if (changed.length === 0) return html``;
  return html`<h2>Changed</h2>
    <p>Rows of the same key; only the columns that differ, before and after.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Changed: table">
      <table>
        <thead>
          <tr>
            <th scope="col">Row of</th>
            <th scope="col">Column</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          ${changed.flatMap(({ key, columns }) =>
            columns.map(
              ({ column, name, before, after }, index) =>
                html`<tr>
                  <th scope="row">${index === 0 ? key.join(', ') : ''}</th>
                  <td>${column} ${name}</td>
                  <td><del>${before === '' ? '(empty)' : before}</del></td>
                  <td><ins>${after === '' ? '(empty)' : after}</ins></td>
                </tr>`,
            ),
          )}
        </tbody>
      </table>
    </div>`;
}
