import { roleIncludes } from '@app/database';
import type { Principal } from '@app/database';
import { html } from 'hono/html';
import type { Page } from '../../api/page';
import type { SourceFileDetail, SourceFileSummary } from '../../source-files/source-file-reader';
import { page } from '../layout';
import type { Html } from '../layout';
import type { SourceFileFigures } from '../source-files.figures';
import { howLong, size, when } from '../text';

export function sourceFilesPage(
  files: Page<SourceFileSummary>,
  figures: SourceFileFigures,
  onlyProblems: boolean,
  principal: Principal,
): string {
  return page({
    title: 'Source files',
    principal,
    path: '/source-files',
    hasCharts: true,
    body: html`${arrivals(figures)} ${gaps(figures)} ${silent(figures)}
      <h2>${onlyProblems ? 'Files with problems' : 'Newest files'}</h2>
      <p>
        ${
          onlyProblems
            ? html`<a href="/source-files">Show all files</a>`
            : html`<a href="/source-files?withProblems=true">Show only files with problems</a>`
        }
      </p>
      ${fileTable(files, onlyProblems)}`,
  });
}

function arrivals({ arrivals: days }: SourceFileFigures): Html {
  return html`<h2>Arrivals by day of creation</h2>
    <div class="chart">
      <canvas
        data-table="arrivals"
        data-chart="bar"
        role="img"
        aria-label="Chart of the table below"
      ></canvas>
    </div>
    <details>
      <summary>The figures</summary>
      <div class="scroll">
        <table id="arrivals">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" class="number">Accepted</th>
              <th scope="col" class="number">Rejected</th>
              <th scope="col" class="number">Duplicate</th>
              <th scope="col" class="number">Waiting</th>
            </tr>
          </thead>
          <tbody>
            ${days.toReversed().map(
              ({ day, accepted, rejected, duplicate, waiting }) =>
                html`<tr>
                  <th scope="row">${day}</th>
                  ${[accepted, rejected, duplicate, waiting].map((n) => html`<td class="number">${n}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
}

function gaps({ gaps: found }: SourceFileFigures): Html {
  return html`<h2>Counter gaps</h2>
    ${
      found.length === 0
        ? html`<p>None.</p>`
        : html`<ul>
            ${found.map(
              ({ kind, originator, after, before }) =>
                html`<li>${kind} of ${originator}: nothing between ${after} and ${before}</li>`,
            )}
          </ul>`
    }`;
}

function silent({ silent: found }: SourceFileFigures): Html {
  return html`<h2>Silent originators</h2>
    ${
      found.length === 0
        ? html`<p>None.</p>`
        : html`<ul>
            ${found.map(
              ({ kind, originator, lastCreatedAt, usualSeconds, silentSeconds }) =>
                html`<li>
                  ${kind} of ${originator}: last one of ${when(lastCreatedAt)}, silent for
                  ${howLong(silentSeconds * 1000)}; usually every ${howLong(usualSeconds * 1000)}
                </li>`,
            )}
          </ul>`
    }`;
}

function fileTable({ items, next }: Page<SourceFileSummary>, onlyProblems: boolean): Html {
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Created</th>
            <th scope="col">State</th>
            <th scope="col" class="number">Records</th>
            <th scope="col" class="number">Set aside</th>
          </tr>
        </thead>
        <tbody>
          ${items.map(
            (file) =>
              html`<tr>
                <td><a href="/source-files/${file.id}">${file.name}</a></td>
                <td>${when(file.createdAt)}</td>
                <td>
                  <span class="badge ${LOOKS[file.state]}"
                    >${file.state}${file.code === null ? '' : ` ${file.code}`}</span
                  >
                </td>
                <td class="number">${file.recordCount ?? '–'}</td>
                <td class="number">${file.setAsideCount}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${next === null ? '' : html`<p><a href="/source-files?cursor=${next}${onlyProblems ? '&withProblems=true' : ''}">Earlier ones</a></p>`}`;
}

const LOOKS = { received: 'busy', accepted: 'delivered', rejected: 'failed', duplicate: 'nil' } as const;

export function sourceFilePage(file: SourceFileDetail, notice: string | null, principal: Principal): string {
  return page({
    title: file.name,
    principal,
    path: '/source-files',
    body: html`${notice === null ? '' : html`<p class="notice" role="alert">${notice}</p>`}
      <dl class="facts">
        <dt>State</dt>
        <dd>
          <span class="badge ${LOOKS[file.state]}">${file.state}</span> ${file.code ?? ''}
          ${file.reason ?? ''}
        </dd>
        <dt>Received</dt>
        <dd>${when(file.receivedAt)} as ${file.path}, ${size(file.sizeBytes)}</dd>
        <dt>Created</dt>
        <dd>${when(file.createdAt)} by ${file.originator ?? '–'}</dd>
        <dt>Records</dt>
        <dd>${file.recordCount ?? '–'}, ${file.setAsideCount} set aside</dd>
        <dt>Bytes</dt>
        <dd><a href="/v1/source-files/${file.id}/file">Download as received</a></dd>
      </dl>
      ${problems(file)}
      ${
        roleIncludes(principal.role, 'operator') && (file.state === 'rejected' || file.state === 'received')
          ? html`<h2>Load it again</h2>
              <form class="panel" method="post" action="/source-files/${file.id}/resubmit">
                <label class="wide"
                  >Reason <input name="reason" required minlength="3" maxlength="500"
                /></label>
                <button>Resubmit</button>
              </form>`
          : ''
      }`,
  });
}

function problems({ problems: found }: SourceFileDetail): Html {
  if (found.length === 0) return html``;
  return html`<h2>Problems</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">Record</th>
            <th scope="col">Field</th>
            <th scope="col">Code</th>
            <th scope="col">What</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          ${found.map(
            ({ record, field, code, message, value, severity }) =>
              html`<tr>
                <td class="number">${record}</td>
                <td>${field}</td>
                <td>${code}${severity === 'warning' ? ' (warning)' : ''}</td>
                <td>${message}</td>
                <td>${value ?? ''}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
