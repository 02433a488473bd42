import { textTable } from '../../apps/cli/src/console/text-table';
import type { Figure } from '../measure';

type Verdict = 'reached' | 'NOT REACHED' | '–';

export function verdictOf({ goal, value }: Figure): Verdict {
  if (!goal) return '–';
  const isReached = goal.kind === 'at most' ? value <= goal.value : value >= goal.value;
  return isReached ? 'reached' : 'NOT REACHED';
}

function goalOf({ goal, unit }: Figure): string {
  return goal ? `${goal.kind === 'at most' ? '≤' : '≥'} ${quantity(goal.value, unit)}` : '–';
}

function quantity(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${Number(value.toFixed(digits))} ${unit}`;
}

/** A figure with the words in which tables show it, for whoever reads the results. */
export function described(figure: Figure): Figure & Record<'goalText' | 'valueText' | 'verdict', string> {
  const { value, unit } = figure;
  return {
    ...figure,
    goalText: goalOf(figure),
    valueText: quantity(value, unit),
    verdict: verdictOf(figure),
  };
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
