import { textTable } from '../../apps/cli/src/console/text-table';
import type { Figure } from '../measure';

export type Verdict = 'reached' | 'NOT REACHED' | '–';

export function verdictOf({ goal, value }: Figure): Verdict {
  if (!goal) return '–';
  const isReached = goal.kind === 'at most' ? value <= goal.value : value >= goal.value;
  return isReached ? 'reached' : 'NOT REACHED';
}

export function goalOf({ goal, unit }: Figure): string {
  return goal ? `${goal.kind === 'at most' ? '≤' : '≥'} ${quantity(goal.value, unit)}` : '–';
}

export function quantity(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${Number(value.toFixed(digits))} ${unit}`;
}

/** The table that `npm run bench` prints. */
export function figureTable(measures: readonly { title: string; figures: readonly Figure[] }[]): string {
  const rows = measures.flatMap(({ title, figures }) =>
    figures.map((figure) => [
      title,
      figure.what,
      figure.against,
      goalOf(figure),
      quantity(figure.value, figure.unit),
      verdictOf(figure),
    ]),
  );
  return textTable([['measure', 'what', 'against', 'goal', 'measured', 'verdict'], ...rows]);
}
