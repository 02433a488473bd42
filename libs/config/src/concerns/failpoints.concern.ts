import { z } from 'zod';
import { defineConcern } from '../concern';

/** What happens at one named place of the code (`libs/failpoints`), and at which of its hits, counted from 1. */
export interface FailpointSetting {
  readonly name: string;
  readonly action: 'kill' | 'stop' | 'throw' | 'enospc' | 'delay';
  /** Of `delay`. */
  readonly delayMs: number;
  readonly firstHit: number;
  readonly lastHit: number;
}

const POINT =
  /^(?<name>[a-z.-]+)=(?:(?<action>kill|stop|throw|enospc)|delay:(?<delayMs>\d{1,7})ms)(?:@(?<first>[1-9]\d{0,6})(?<range>-(?<last>[1-9]\d{0,6})?)?)?$/;

/** `name=action`, `name=action@2` (the second hit alone), `@2-5`, `@2-` (from the second on). */
function settingOf(text: string): FailpointSetting | undefined {
  const { groups } = POINT.exec(text.trim()) ?? {};
  if (!groups) return undefined;
  const { name = '', action = 'delay', delayMs = 0, first, range, last } = groups;
  const firstHit = Number(first ?? 1);
  const isOne = first !== undefined && range === undefined;
  return {
    name,
    action: action as FailpointSetting['action'],
    delayMs: Number(delayMs),
    firstHit,
    lastHit: isOne ? firstHit : Number(last ?? Infinity),
  };
}

export const failpointsConcern = defineConcern({
  variables: z.object({
    FAILPOINTS: z
      .string()
      .transform((text) => text.split(';').map(settingOf))
      .pipe(z.array(z.custom<FailpointSetting>((setting) => setting !== undefined)))
      .optional()
      .meta({ expected: 'such as build.after-claim=kill@2;archive.mid-write=enospc@1-5' }),
    NODE_ENV: z.string().optional().meta({ expected: 'a name such as production' }),
  }),
  // Whoever can set a variable of a live service could otherwise make it lose its work at a chosen place.
  rules: (raw) =>
    raw['FAILPOINTS'] && raw['NODE_ENV'] === 'production'
      ? [{ variable: 'FAILPOINTS', expected: 'nothing, since NODE_ENV is production', found: 'a value' }]
      : [],
  build: (env): readonly FailpointSetting[] => env.FAILPOINTS ?? [],
});
