import { z } from 'zod';
import { duration } from './duration';
import { size } from './size';

/** What `loadConfig` tells an operator about a variable; a secret's value is never shown. */
export interface VariableMeta {
  expected: string;
  secret?: boolean;
}

const secretOf = (secret: boolean): Pick<VariableMeta, 'secret'> => (secret ? { secret } : {});

/** What stands in `.env.example` for a secret: long enough, and known to everybody. */
export const isPlaceholder = (value: string): boolean => value.startsWith('replace-this-');

/** Each builder ends in `.meta(...)`, so call `.default()` or `.optional()` through the options here, not after it. */
export const text = (expected: string, options: { secret?: boolean; minLength?: number } = {}) =>
  z
    .string()
    .min(options.minLength ?? 1)
    .refine((value) => !(options.secret && isPlaceholder(value)))
    .meta({ expected, ...secretOf(options.secret ?? false) });

/**
 * What a client sends behind `Bearer ` (RFC 6750): a blank ends it there for most that read the header, and HTTP carries other
 * than ASCII characters in more than one way, so that such a token would work here and not there.
 */
export const bearerToken = (whose: string) =>
  z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/)
    .refine((value) => !isPlaceholder(value))
    .meta({
      expected: `at least 16 ASCII characters without blanks ${whose}`,
      ...secretOf(true),
    });

export const optionalText = (expected: string, options: { secret?: boolean; minLength?: number } = {}) =>
  z
    .string()
    .min(options.minLength ?? 1)
    .optional()
    .meta({ expected, ...secretOf(options.secret ?? false) });

/** URLs may carry a password, so they are treated as secrets when a mistake is shown. */
export const url = (protocols: RegExp, expected: string) =>
  z.url({ protocol: protocols }).meta({ expected, ...secretOf(true) });

export const optionalUrl = (protocols: RegExp, expected: string) =>
  z
    .url({ protocol: protocols })
    .optional()
    .meta({ expected, ...secretOf(true) });

export const integer = (range: { min: number; max: number; fallback: number }) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(range.min).max(range.max))
    .default(range.fallback)
    .meta({ expected: `a whole number from ${range.min} to ${range.max}` });

export const optionalPort = () =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(65_535))
    .optional()
    .meta({ expected: 'a port number from 0 to 65535 (0: any free port)' });

export const port = (fallback: number) =>
  optionalPort().default(fallback).meta({
    expected: 'a port number from 0 to 65535 (0: any free port)',
  });

export const choice = <const V extends readonly [string, ...string[]]>(values: V, fallback: V[number]) =>
  z
    .enum(values)
    .default(fallback as never)
    .meta({ expected: `one of ${values.join(', ')}` });

export const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(fallback)
    .meta({ expected: 'true or false' });

export const durationOf = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .pipe(duration())
    .meta({ expected: 'a duration such as 250ms, 30s, 15m, 6h or 7d' });

/** The longest that Node's timers can wait; they take what is longer for one millisecond. */
const LONGEST_INTERVAL_MS = 24 * 86_400_000;

/** A duration between two looks or tries; timers wait for most of them. */
export const intervalOf = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .pipe(duration().refine((ms) => ms <= LONGEST_INTERVAL_MS))
    .meta({ expected: 'a duration up to 24d such as 250ms, 30s, 15m, 6h or 7d' });

export const sizeOf = (fallback: string) =>
  z.string().default(fallback).pipe(size()).meta({ expected: 'a size such as 512kb, 10mb or 2gb' });

/** An instant in UTC such as `2020-03-09T06:00:00Z`; the calendar date must exist. */
export const optionalInstant = () =>
  z.iso
    .datetime()
    .transform((instant) => new Date(instant))
    .optional()
    .meta({ expected: 'an instant in UTC such as 2020-03-09T06:00:00Z' });

export interface NodeAddress {
  host: string;
  port: number;
}

/** `host:port,host:port`; none by default. An IPv6 address stands in brackets. */
export const nodeList = () =>
  z
    .string()
    .regex(/^(\[[0-9a-f:]+\]|[^\s:,]+):\d{1,5}(,(\[[0-9a-f:]+\]|[^\s:,]+):\d{1,5})*$/i)
    .transform((list) => list.split(',').map(nodeAddress))
    .default([])
    .meta({ expected: 'host:port, several separated by commas' });

function nodeAddress(text: string): NodeAddress {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}
