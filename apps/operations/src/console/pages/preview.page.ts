import type { Principal } from '@app/database';
import { REPORT_IDS } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import type { ReportPreview } from '@app/reports';
import { html } from 'hono/html';
import type { RecipientSummary } from '../../recipients/recipient-reader';
import { csvTable, headerFacts } from '../csv-table';
import { page } from '../layout';
import type { Html } from '../layout';
import { size } from '../text';
import { linkTo, noticeOf, select } from './parts';

export interface PreviewForm {
  readonly report: ReportId;
  readonly recipient: string | undefined;
  /** As `datetime-local` has it, in UTC. */
  readonly at: string;
}

export interface ShownPreview {
  readonly preview: ReportPreview;
  readonly header: readonly string[];
  /** The first rows. */
  readonly rows: readonly (readonly string[])[];
}

export function previewPage(
  form: PreviewForm,
  recipients: readonly RecipientSummary[],
  shown: ShownPreview | null,
  refusal: string | null,
  principal: Principal,
): string {
  const choices = recipients.map(({ userId, partyName, role }) => ({
    value: userId,
    text: `${partyName} ${userId} (${role})`,
  }));
  return page({
    title: 'Preview',
    principal,
    path: '/preview',
    body: html`<p>
        What a report would be, by the code that makes it; no number is used and nobody receives it.
      </p>
      <form class="panel" method="get" action="/preview">
        ${select(
          'Report',
          'report',
          REPORT_IDS.map((id) => ({ value: id, text: id })),
          form.report,
        )}
        ${select('Recipient', 'recipient', choices, form.recipient)}
        <label
          >Slot time (UTC)
          <input type="datetime-local" name="at" value="${form.at}" required />
        </label>
        <button>Preview</button>
      </form>
      ${noticeOf(refusal)} ${shown === null ? '' : result(form, shown)}`,
  });
}

const WHY_NIL: Readonly<Record<string, string>> = {
  NO_ROWS: 'nothing is to be told at that time that was not told already',
  NOT_STARTED: 'no authorisation with an active meter has been processed by then (R14)',
  NOT_A_RECIPIENT: 'the master data does not know this recipient',
};

function result({ report, recipient, at }: PreviewForm, { preview, header, rows }: ShownPreview): Html {
  if (preview.kind === 'nil') {
    return html`<p class="notice" role="status">
      There would be no report: ${WHY_NIL[preview.reason] ?? preview.reason}. The slot would end nil.
    </p>`;
  }
  const file = linkTo('/v1/preview/file', { report, recipient, at: `${at.slice(0, 16)}:00Z` });
  return html`<h2>${preview.fileName}</h2>
    <p role="status">
      ${preview.rowCount} rows, ${size(preview.sizeBytes)}.
      <a href="${file}" download>Download the preview</a>
    </p>
    ${headerFacts(report, header)}
    <h2>Rows</h2>
    ${rows.length === 0 ? html`<p>None beside the header.</p>` : csvTable(report, rows)}
    ${rows.length < preview.rowCount ? html`<p>The first ${rows.length} of ${preview.rowCount} rows.</p>` : ''}`;
}
