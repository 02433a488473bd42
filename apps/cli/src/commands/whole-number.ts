import { UsageError } from '../usage.error';

/** Parser of an option that takes a whole number. */
export function wholeNumber(name: string, lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= lowest && value <= highest) return value;
    throw new UsageError(`${name} takes a whole number from ${lowest} to ${highest}, not "${text}"`);
  };
}
