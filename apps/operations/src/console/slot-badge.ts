import { html } from 'hono/html';
import type { SlotSummary } from '../slots/slot-reader';
import type { Html } from './layout';
import { when } from './text';

type Badge = Pick<
  SlotSummary,
  'id' | 'reportId' | 'slotTime' | 'state' | 'isLate' | 'rowCount' | 'sequenceNumber'
>;

/** A slot in one glance: a sign and a colour, and the words for those who see neither. */
export function slotBadge(slot: Badge): Html {
  const { sign, words, look } = appearance(slot);
  const label = `${slot.reportId} of ${when(slot.slotTime)}: ${words}`;
  return html`<a class="badge ${look}" href="/slots/${slot.id}" title="${label}" aria-label="${label}"
    >${sign}</a
  >`;
}

/** The state of a slot in words, coloured. */
export function stateBadge(slot: Badge): Html {
  const { words, look } = appearance(slot);
  return html`<span class="badge ${look}">${words}</span>`;
}

function appearance({ state, isLate, rowCount, sequenceNumber }: Badge): {
  sign: string;
  words: string;
  look: string;
} {
  switch (state) {
    case 'delivered':
      return {
        sign: `✓ ${rowCount ?? 0}`,
        words: `delivered${isLate ? ' late' : ''}, number ${sequenceNumber}, ${rowCount} rows`,
        look: 'delivered',
      };
    case 'nil':
      return { sign: '–', words: 'nothing to report', look: 'nil' };
    case 'failed':
      return { sign: '✗', words: 'failed', look: 'failed' };
    case 'planned':
    case 'queued':
    case 'building':
    case 'built':
    case 'delivering':
      return isLate
        ? { sign: '! late', words: `late, ${state}`, look: 'late' }
        : { sign: '…', words: state, look: 'busy' };
  }
}
