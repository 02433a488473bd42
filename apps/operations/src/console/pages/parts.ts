import { html } from 'hono/html';
import type { Html } from '../layout';

interface Column {
  readonly text: string;
  readonly isNumber?: boolean;
}

type Cell = Html | string | number;

/** A table of data; the first column heads its row. On a narrow screen it scrolls by itself. */
export function dataTable(columns: readonly (Column | string)[], rows: readonly (readonly Cell[])[]): Html {
  const titles = columns.map((column) => (typeof column === 'string' ? { text: column } : column));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${titles[0]?.text ?? ''}: table">
    <table>
      <thead>
        <tr>
          ${titles.map(({ text, isNumber }) => html`<th scope="col" class="${isNumber ? 'number' : ''}">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((value, index) =>
                index === 0
                  ? html`<th scope="row" class="${titles[0]?.isNumber ? 'number' : ''}">${value}</th>`
                  : html`<td class="${titles[index]?.isNumber ? 'number' : ''}">${value}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A choice among texts; the first one may be "all". */
export function select(
  label: string,
  name: string,
  options: readonly { value: string; text: string }[],
  chosen: string | undefined,
): Html {
  return html`<label
    >${label}
    <select name="${name}">
      ${options.map(
        ({ value, text }) =>
          html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${text}</option>`,
      )}
    </select></label
  >`;
}

/** Why somebody changes something: kept in the audit log. */
export function reasonField(): Html {
  return html`<label class="wide"
    >Reason <input name="reason" required minlength="3" maxlength="500"
  /></label>`;
}

export function noticeOf(notice: string | null | undefined): Html {
  return notice ? html`<p class="notice" role="alert">${notice}</p>` : html``;
}

/** A link to this page with other parameters; empty ones are left out. */
export function linkTo(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
