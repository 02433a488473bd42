import type { Principal } from '@app/database';
import { html } from 'hono/html';
import type { ExplainedPart, Explanation, Statement } from '../../explain/explain.schemas';
import { page } from '../layout';
import type { Html } from '../layout';
import { when } from '../text';

const KINDS = { mpan: 'MPAN', mprn: 'MPRN', chf: 'CHF ID', authorisation: 'Authorisation file' } as const;

/** @param refusal why what was typed cannot be looked for */
export function explainPage(
  typed: { kind: string; value: string },
  answer: Explanation | null,
  refusal: string | null,
  principal: Principal,
): string {
  return page({
    title: 'Explain',
    principal,
    path: '/explain',
    body: html`<form class="panel" method="get" action="/explain">
        <label>
          Look for
          <select name="kind">
            ${Object.entries(KINDS).map(
              ([kind, text]) =>
                html`<option value="${kind}" ${kind === typed.kind ? html`selected` : ''}>${text}</option>`,
            )}
          </select>
        </label>
        <label class="wide"
          >Value <input name="value" value="${typed.value}" required maxlength="120"
        /></label>
        <button>Explain</button>
      </form>
      ${refusal === null ? '' : html`<p class="notice" role="alert">${refusal}</p>`}
      ${answer === null ? html`<p>Why something is in a report, and why something is not.</p>` : explained(answer)}`,
  });
}

function explained({ summary, attempts, authorisations, setAside }: Explanation): Html {
  return html`<p role="status" class="verdict">${summary}</p>
    ${[...attempts, ...authorisations].map(part)}
    ${
      setAside.length === 0
        ? ''
        : html`<h2>Set aside</h2>
            <ul>
              ${setAside.map(
                ({ source, code, why }) =>
                  html`<li>
                    <a href="/source-files/${source.fileId}">${source.file}</a
                    >${source.record === null ? '' : `, record ${source.record}`}: ${code}: ${why}
                  </li>`,
              )}
            </ul>`
    }`;
}

function part({ subject, status, events, statements }: ExplainedPart): Html {
  return html`<h2>${subject}</h2>
    <p>${status}</p>
    ${statements.length === 0 ? '' : statementTable(statements)}
    ${
      events.length === 0
        ? ''
        : html`<h3>What the files said</h3>
            <ol>
              ${events.map(
                ({ at, what, source }) =>
                  html`<li>
                    ${at === null ? '' : `${when(at)}: `}${what}${
                      source === null
                        ? ''
                        : html` (<a href="/source-files/${source.fileId}">${source.file}</a>, record
                            ${source.record})`
                    }
                  </li>`,
              )}
            </ol>`
    }`;
}

function statementTable(statements: readonly Statement[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Recipient</th>
          <th scope="col">Report</th>
          <th scope="col">Verdict</th>
          <th scope="col">Why</th>
          <th scope="col">Rules</th>
          <th scope="col">Rests on</th>
        </tr>
      </thead>
      <tbody>
        ${statements.map(
          (statement) =>
            html`<tr>
              <th scope="row">
                ${statement.recipientRole}${statement.recipientId === null ? '' : html`<br /><a href="/recipients/${statement.recipientId}">${statement.recipientId}</a>`}
              </th>
              <td class="nowrap">${statement.reportId}</td>
              <td class="verdict nowrap">${statement.verdict}</td>
              <td>${statement.why} ${whereTold(statement)}</td>
              <td>${statement.rules.join(', ')}</td>
              <td>${recordsOf(statement.sources)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function whereTold({ fileName, issueId, row, columns, slotId }: Statement): Html {
  const slot = slotId === null ? '' : html` <a href="/slots/${slotId}">Slot ${slotId}</a>`;
  if (issueId === null) return html`${slot}`;
  const place = row === 0 ? 'header row' : `row ${row}`;
  const counted =
    columns.length === 0 ? '' : `, column${columns.length === 1 ? '' : 's'} ${columns.join(', ')}`;
  const from = row !== null && row > ROWS_BEFORE ? `?from=${row - ROWS_BEFORE}` : '';
  return html`<br /><a href="/issues/${issueId}${from}">${fileName}</a
    >${row === null ? '' : `, ${place}${counted}`}${slot}`;
}

/** Rows that stand above the one that is looked for. */
const ROWS_BEFORE = 3;

function recordsOf(sources: Statement['sources']): Html {
  if (sources.length === 0) return html``;
  return html`<details>
    <summary>${sources.length} ${sources.length === 1 ? 'record' : 'records'}</summary>
    <ul class="plain">
      ${sources.map(
        ({ fileId, file, record }) =>
          html`<li><a href="/source-files/${fileId}">${file}</a>, record ${record}</li>`,
      )}
    </ul>
  </details>`;
}
