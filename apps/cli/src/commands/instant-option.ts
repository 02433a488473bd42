import { Option } from 'commander';
import { UsageError } from '../usage.error';
import type { Period } from '../slots/period';

const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.000)?Z$/;

/** `2020-03-02T00:00:00Z`: the only form, so that nobody has to guess a time zone. */
function parseInstant(name: string, text: string): Date {
  const instant = new Date(text);
  // Dates that do not exist are either invalid or moved to another day.
  const isReal =
    !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 19) === INSTANT.exec(text)?.[1];
  if (!isReal)
    throw new UsageError(`${name} takes an instant in UTC such as 2020-03-02T00:00:00Z, not "${text}"`);
  return instant;
}

export function fromOption(): Option {
  return instantOption('--from', 'first slot time, such as 2020-03-02T00:00:00Z').makeOptionMandatory();
}

export function toOption(): Option {
  return instantOption('--to', 'last slot time, included').makeOptionMandatory();
}

/** An instant that may be left out, e.g. `--expires`. */
export function instantOption(name: string, description: string): Option {
  return new Option(`${name} <instant>`, description).argParser((text) => parseInstant(name, text));
}

export function periodOf({ from, to }: Period): Period {
  if (from > to) throw new UsageError('--from is later than --to');
  return { from, to };
}
