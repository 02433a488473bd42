import type { z } from 'zod';
import { CONCERNS, type ConcernName, type Config } from './concerns';
import type { Concern, ConfigMistake, RawEnvironment } from './concern';
import { InvalidConfigError } from './invalid-config.error';
import { isPlaceholder, type VariableMeta } from './variable';

type AnyConcern = Concern<z.ZodRawShape, unknown>;

/** An empty value counts as "not set": compose files and charts pass `NAME=` for what the operator left out. */
function withoutEmptyValues(environment: Readonly<Record<string, string | undefined>>): RawEnvironment {
  const entries = Object.entries(environment).filter(
    ([, value]) => value !== undefined && value.trim() !== '',
  );
  return Object.fromEntries(entries) as RawEnvironment;
}

const PLACEHOLDER_FOUND = 'the placeholder of .env.example, which everybody knows';

function metaOf(concern: AnyConcern, variable: string): VariableMeta {
  const schema = concern.variables.shape[variable] as z.ZodType | undefined;
  return (schema?.meta() ?? { expected: 'a valid value' }) as unknown as VariableMeta;
}

function mistakeIn(concern: AnyConcern, variable: string, raw: RawEnvironment): ConfigMistake {
  const { expected, secret } = metaOf(concern, variable);
  const value = raw[variable];
  if (value === undefined) return { variable, expected, found: 'nothing' };
  if (secret && isPlaceholder(value)) return { variable, expected, found: PLACEHOLDER_FOUND };
  return { variable, expected, found: secret ? 'a value that is not shown here' : `"${value}"` };
}

function mistakesOf(concern: AnyConcern, raw: RawEnvironment): ConfigMistake[] {
  const parsed = concern.variables.safeParse(raw);
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0])));
  const single = [...wrong].map((variable) => mistakeIn(concern, variable, raw));
  return [...single, ...(concern.rules?.(raw) ?? [])];
}

function oncePerVariable(mistakes: ConfigMistake[]): ConfigMistake[] {
  return [...new Map(mistakes.map((mistake) => [mistake.variable, mistake])).values()];
}

/** As `loadConfig`, from a given environment: for tests, and for the CLI that prepares the environment of its children. */
export function loadConfigFrom<N extends ConcernName>(
  environment: Readonly<Record<string, string | undefined>>,
  ...names: N[]
): Pick<Config, N> {
  const raw = withoutEmptyValues(environment);
  const concerns = names.map((name) => [name, CONCERNS[name] as unknown as AnyConcern] as const);
  const mistakes = oncePerVariable(concerns.flatMap(([, concern]) => mistakesOf(concern, raw)));
  if (mistakes.length > 0) throw new InvalidConfigError(mistakes);
  const built = concerns.map(([name, concern]) => [name, concern.build(concern.variables.parse(raw))]);
  return Object.fromEntries(built) as Pick<Config, N>;
}

/**
 * Reads the named concerns from the process environment; call it once, before Nest starts.
 * @throws InvalidConfigError with every mistake of all named concerns
 */
export function loadConfig<N extends ConcernName>(...names: N[]): Pick<Config, N> {
  return loadConfigFrom(process.env, ...names);
}
