import { Option } from 'commander';

export function jsonOption(what: string): Option {
  return new Option('--json', `print one JSON object ${what}`).default(false);
}
