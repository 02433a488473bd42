import { quantity } from '../console/quantity';
import type { Terminal } from '../console/terminal';
import type { FailedSlot, SlotTotals } from './slot-totals';

/** Totals, then every slot that failed, with its reason. */
export function tellSlots(terminal: Terminal, totals: SlotTotals, failed: readonly FailedSlot[]): void {
  const { delivered, nil, issues } = totals;
  terminal.print(
    `Slots: ${delivered} delivered, ${nil} nil, ${totals.failed} failed; ${quantity(issues, 'issue')}`,
  );
  for (const { report, recipient, slotTime, error } of failed) {
    terminal.print(
      `  ${report} for ${recipient} at ${slotTime.toISOString().slice(0, 19)}Z failed: ${error}`,
    );
  }
}

export function slotsAsJson({ delivered, nil, failed }: SlotTotals): object {
  return { delivered, nil, failed };
}
