import { parseCompactDate, parseCompactInstant } from '../identifiers';
import type { Field } from './field';

export type FieldViolationCode = 'COLUMN_COUNT' | 'MISSING' | 'TYPE' | 'LENGTH' | 'VALUE';

/** One broken rule of one row. */
export interface FieldViolation {
  /** From 1; null when the row as a whole is wrong. */
  readonly column: number | null;
  readonly field: string | null;
  readonly code: FieldViolationCode;
  readonly message: string;
}

const INTEGER = /^(?:0|[1-9][0-9]*)$/;
const BOOLEAN = /^[01]$/;

/**
 * Checks one row against its columns: number of columns, M/O, type, maximum length, listed values.
 * A null and an empty string are both an empty column. Nothing is ever cut to fit (fine print 35).
 */
export function checkRow(fields: readonly Field[], values: readonly (string | null)[]): FieldViolation[] {
  if (values.length !== fields.length) {
    const message = `expected ${fields.length} columns, found ${values.length}`;
    return [{ column: null, field: null, code: 'COLUMN_COUNT', message }];
  }
  const violations: FieldViolation[] = [];
  for (const [index, field] of fields.entries()) {
    const problem = fieldProblem(field, values[index] ?? '');
    if (problem !== null) {
      const message = `${field.name}: ${problem.message}`;
      violations.push({ column: index + 1, field: field.name, code: problem.code, message });
    }
  }
  return violations;
}

function fieldProblem(field: Field, value: string): { code: FieldViolationCode; message: string } | null {
  if (value === '') {
    return field.presence === 'M' ? { code: 'MISSING', message: 'is mandatory and empty' } : null;
  }
  // The cheap comparison first: a string never has more characters than UTF-16 units.
  if (value.length > field.maxLength && Array.from(value).length > field.maxLength) {
    return { code: 'LENGTH', message: `is longer than ${field.maxLength}` };
  }
  if (!hasType(field, value)) {
    return { code: 'TYPE', message: `is no ${field.type}` };
  }
  if (field.values !== undefined && !field.values.includes(value)) {
    return {
      code: 'VALUE',
      message: `is none of ${field.values.map((allowed) => `"${allowed}"`).join(', ')}`,
    };
  }
  return null;
}

function hasType(field: Field, value: string): boolean {
  switch (field.type) {
    case 'Text':
      return true;
    case 'Integer':
      return INTEGER.test(value);
    case 'Boolean':
      return BOOLEAN.test(value);
    case 'Date':
      return parseCompactDate(value) !== null;
    case 'DateTime':
      return parseCompactInstant(value) !== null;
  }
}
