import { normaliseEui64 } from '@app/mrr';
import { BadRequestException } from '@nestjs/common';
import { z } from 'zod';
import { instant, plainText, rowId } from '../api/fields';

export const explainQuery = z.strictObject({
  mpan: plainText().trim().min(1).max(20).optional(),
  mprn: plainText().trim().min(1).max(20).optional(),
  chf: plainText().trim().min(1).max(30).optional().describe('CHF ID, an EUI-64'),
  authorisation: plainText()
    .trim()
    .min(1)
    .max(120)
    .optional()
    .describe('Migration Authorisation File ID, with or without .csv, or `<file>:<record>`'),
});
export type ExplainQuery = z.output<typeof explainQuery>;

/** What is asked for: one thing, in the form in which the files are stored. */
export interface Subject {
  readonly kind: 'mpan' | 'mprn' | 'chf' | 'authorisation';
  readonly value: string;
}

/** @throws BadRequestException unless exactly one thing is asked for */
export function subjectOf(query: ExplainQuery): Subject {
  const given = (['mpan', 'mprn', 'chf', 'authorisation'] as const).flatMap((kind) => {
    const value = query[kind];
    return value === undefined ? [] : [{ kind, value }];
  });
  const [subject] = given;
  if (given.length !== 1 || !subject) {
    throw new BadRequestException(['Ask for exactly one of mpan, mprn, chf and authorisation']);
  }
  if (subject.kind === 'authorisation') {
    return { ...subject, value: subject.value.replace(/\.csv(?=$|:)/i, '') };
  }
  if (subject.kind !== 'chf') return subject;
  const value = normaliseEui64(subject.value);
  if (value === null) throw new BadRequestException(['chf: not an EUI-64']);
  return { kind: 'chf', value };
}

/** Where a statement comes from: a record of a source file. */
const source = z.object({ fileId: rowId, file: z.string(), record: z.int() });

export const VERDICTS = [
  'reported', // stands in an issue
  'due', // goes out in the slot that is named
  'blocked', // would go out, but a slot or the recipient is in the way
  'in-process', // nothing has concluded yet
  'not-for-you', // somebody else receives it, or nobody does
  'not-yet', // something has to arrive first
  'missed', // the report of that time was made without it, since it was loaded later
] as const;

const statement = z.object({
  reportId: z.string(),
  recipientId: z.string().nullable(),
  recipientRole: z.string(),
  verdict: z.enum(VERDICTS),
  why: z.string(),
  rules: z.array(z.string()).describe('Clauses and readings, e.g. R13'),
  sources: z
    .array(source)
    .describe('Records of source files that it rests on; not for recipient-scoped viewers'),
  issueId: rowId.nullable(),
  fileName: z.string().nullable(),
  row: z.int().nullable().describe('Detail row of the issue, from 1; 0: the header row, of S1MIG-009'),
  columns: z
    .array(z.int())
    .describe('Columns of that row, from 1, in which it is counted; empty: the row is its own'),
  slotId: rowId.nullable(),
  slotTime: instant.nullable(),
});
export type Statement = Omit<z.output<typeof statement>, 'slotTime'> & { slotTime: Date | null };

const event = z.object({ at: instant.nullable(), what: z.string(), source: source.nullable() });
export type ExplainedEvent = Omit<z.output<typeof event>, 'at'> & { at: Date | null };

const part = z.object({
  subject: z.string(),
  status: z.string(),
  events: z.array(event),
  statements: z.array(statement),
});
export type ExplainedPart = Omit<z.output<typeof part>, 'events' | 'statements'> & {
  events: ExplainedEvent[];
  statements: Statement[];
};

export const explanation = z.object({
  asked: z.object({ kind: z.string(), value: z.string() }),
  summary: z.string(),
  attempts: z.array(part),
  authorisations: z.array(part),
  setAside: z
    .array(
      z.object({ source: source.extend({ record: z.int().nullable() }), code: z.string(), why: z.string() }),
    )
    .describe('Records and files that name it and did not load'),
});
export interface Explanation {
  asked: Subject;
  summary: string;
  attempts: ExplainedPart[];
  authorisations: ExplainedPart[];
  setAside: { source: { fileId: string; file: string; record: number | null }; code: string; why: string }[];
}
