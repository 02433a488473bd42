import { Option } from 'commander';
import { UsageError } from '../usage.error';
import type { Period } from '../slots/period';

const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.000)?Z$/;

/** `2020-03-02T00:00:00Z`: the only form, so that nobody has to guess a time zone. */
function parseInstant(text: string): Date {
  const instant = new Date(text);
  // Dates that do not exist are either invalid or moved to another day.
  const isReal =
    !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 19) === INSTANT.exec(text)?.[1];
  if (!isReal) throw new UsageError(`"${text}" is not an instant in UTC such as 2020-03-02T00:00:00Z`);
  return instant;
}

export function fromOption(): Option {
  return new Option('--from <instant>', 'first slot time, such as 2020-03-02T00:00:00Z')
    .argParser(parseInstant)
    .makeOptionMandatory();
}

export function toOption(): Option {
  return new Option('--to <instant>', 'last slot time, included')
    .argParser(parseInstant)
    .makeOptionMandatory();
}

/** An instant that may be left out, e.g. `--expires <instant>`. */
export function instantOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseInstant);
}

export function periodOf({ from, to }: Period): Period {
  if (from > to) throw new UsageError('--from is later than --to');
  return { from, to };
}
