import { reportDefinition } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import { html } from 'hono/html';
import type { Html } from './layout';
import { linkTo } from './pages/parts';

/** Columns whose value can be explained, by their names in the report's definition. */
const EXPLAINED: readonly { readonly name: RegExp; readonly kind: string }[] = [
  { name: /^Installation ID/, kind: 'chf' },
  { name: /^Import MPAN$/, kind: 'mpan' },
  { name: /^MPRN$/, kind: 'mprn' },
  { name: /^Migration Authorisation File ID$/, kind: 'authorisation' },
];

/** Detail rows of a report under the names of its columns; what can be explained leads there. */
export function csvTable(reportId: ReportId, rows: readonly (readonly string[])[], firstRow = 1): Html {
  const { detail } = reportDefinition(reportId);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Rows: table">
    <table class="dense">
      <thead>
        <tr>
          <th scope="col" class="number">Row</th>
          ${detail.map(({ name }, index) => html`<th scope="col"><small>${index + 1}</small> ${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (record, index) =>
            html`<tr>
              <th scope="row" class="number">${firstRow + index}</th>
              ${record.map((value, column) => html`<td>${explained(detail[column]?.name ?? '', value)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function explained(name: string, value: string): Html | string {
  const kind = value === '' ? undefined : EXPLAINED.find((column) => column.name.test(name))?.kind;
  if (!kind) return value;
  return html`<a href="${linkTo('/explain', { kind, value })}" title="Why is this here?">${value}</a>`;
}

/** The header row, value by value. */
export function headerFacts(reportId: ReportId, header: readonly string[]): Html {
  const fields = reportDefinition(reportId).header;
  return html`<dl class="facts">
    ${header.map(
      (value, index) =>
        html`<dt>${fields[index]?.name ?? `Column ${index + 1}`}</dt>
          <dd>${value === '' ? '–' : value}</dd>`,
    )}
  </dl>`;
}
