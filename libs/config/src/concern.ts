import type { z } from 'zod';

/** The environment as read, without empty values: `NAME=` means "not set". */
export type RawEnvironment = Readonly<Record<string, string>>;

/** One line of what an operator has to correct. */
export interface ConfigMistake {
  variable: string;
  expected: string;
  found: string;
}

/**
 * One subject of configuration: its variables, the rules between them, and the shape in which the code receives it.
 * `rules` reads the raw values, so that its mistakes are listed together with those of single variables.
 */
export interface Concern<Shape extends z.ZodRawShape, Config> {
  variables: z.ZodObject<Shape>;
  rules?(raw: RawEnvironment): ConfigMistake[];
  build(values: z.output<z.ZodObject<Shape>>): Config;
}

/** Keeps the inferred types of a concern; adds nothing at run time. */
export function defineConcern<Shape extends z.ZodRawShape, Config>(
  concern: Concern<Shape, Config>,
): Concern<Shape, Config> {
  return concern;
}

/** The mistake "needed because of another setting, and not set", for `rules`. */
export function missingBecause(variable: string, reason: string): ConfigMistake {
  return { variable, expected: `a value, because ${reason}`, found: 'nothing' };
}
