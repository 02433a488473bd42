import { DAY_MS } from '@app/mrr';
import { z } from 'zod';

/** A field of a filter: left empty or nonsensical, it filters nothing. */
export function chosen<Field extends z.ZodType>(field: Field) {
  return field.optional().catch(undefined);
}

/** What a form sends once or several times under one name. */
export function oneOrMore<Field extends z.ZodType>(field: Field) {
  return z.union([field.transform((value) => [value]), z.array(field)]);
}

/** First instant of a day that a form names, as text. */
export function dayStart(day: string | undefined): string | undefined {
  return day === undefined ? undefined : new Date(day).toISOString();
}

/** Last instant of a day that a form names, as text. */
export function dayEnd(day: string | undefined): string | undefined {
  return day === undefined ? undefined : new Date(new Date(day).getTime() + DAY_MS - 1).toISOString();
}
