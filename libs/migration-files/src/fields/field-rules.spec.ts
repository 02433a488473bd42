import {
  compactMonday,
  counter,
  csvBoolean,
  Defect,
  freeTextUpTo,
  groupId,
  mpxn,
  oneOf,
  partySignifier,
  quantity,
  reasonCode,
  recordNumber,
  textUpTo,
  xmlBoolean,
  type FieldRule,
} from './field-rules';

function outcome<T>(rule: FieldRule<T>, value: string): T | string {
  const result = rule(value);
  return result instanceof Defect ? result.code : result;
}

describe('numbers', () => {
  it.each([
    ['1', 1],
    ['000012', 12],
    ['0000000999999', 999_999],
    ['0', 'FIELD'],
    ['1000000', 'FIELD'],
    ['+1', 'FIELD'],
    ['1.0', 'FIELD'],
    [' 1', 'FIELD'],
    ['1e3', 'FIELD'],
    ['-1', 'FIELD'],
    ['１', 'FIELD'],
  ])('a counter of %j gives %j', (value, expected) => {
    expect(outcome(counter, value)).toBe(expected);
  });

  it('a quantity may be zero, a record number may not', () => {
    expect([outcome(quantity, '0'), outcome(recordNumber, '0')]).toEqual([0, 'FIELD']);
    expect([outcome(quantity, '999999999'), outcome(quantity, '1000000000')]).toEqual([999_999_999, 'FIELD']);
  });
});

describe('texts', () => {
  it('are measured in Unicode characters', () => {
    expect(outcome(textUpTo(3), '😀😀😀')).toBe('😀😀😀');
    expect(outcome(textUpTo(3), '😀😀😀😀')).toBe('FIELD_TOO_LONG');
    expect(outcome(textUpTo(3), 'abcd')).toBe('FIELD_TOO_LONG');
  });

  it('are not trimmed', () => {
    expect(outcome(textUpTo(5), '  a  ')).toBe('  a  ');
    expect(outcome(textUpTo(5), '  a   ')).toBe('FIELD_TOO_LONG');
  });

  it.each(['=1', '+1', '-1', '@a', '\ta', '\ra'])('a free text may not begin as %j does', (value) => {
    expect(outcome(freeTextUpTo(30), value)).toBe('FORMULA_LEAD');
    expect(outcome(textUpTo(30), value)).toBe(value);
  });

  it.each([' =1', 'a=1', '\na', "'=1", '＝1'])('a free text may begin as %j does', (value) => {
    expect(outcome(freeTextUpTo(30), value)).toBe(value);
  });

  it('a formula counts before its length', () => {
    expect(outcome(freeTextUpTo(3), '=1+2')).toBe('FORMULA_LEAD');
  });
});

describe('codes', () => {
  it.each([
    ['A', 'A'],
    ['MAV01', 'MAV01'],
    ['mav01', 'FIELD'],
    ['A B', 'FIELD'],
    ['MAV012', 'FIELD'],
  ])('a reason code of %j gives %j', (value, expected) => {
    expect(outcome(reasonCode, value)).toBe(expected);
  });

  it('group ids and signifiers are exact', () => {
    expect(['CA', 'ca', 'C', 'C1'].map((value) => outcome(groupId, value))).toEqual([
      'CA',
      'FIELD',
      'FIELD',
      'FIELD',
    ]);
    expect(['PXX999', 'pxx999', 'PXX99'].map((value) => outcome(partySignifier, value))).toEqual([
      'PXX999',
      'FIELD',
      'FIELD',
    ]);
  });

  it('words are compared exactly', () => {
    const rule = oneOf(['VALID', 'INVALID']);
    expect(['VALID', 'valid', ' VALID', 'VALID '].map((value) => outcome(rule, value))).toEqual([
      'VALID',
      'FIELD',
      'FIELD',
      'FIELD',
    ]);
  });

  it('an MPxN is either number', () => {
    expect(['1', '1012345678903', '12345678901234', 'x'].map((value) => outcome(mpxn, value))).toEqual([
      '1',
      '1012345678903',
      'FIELD',
      'FIELD',
    ]);
  });
});

describe('booleans', () => {
  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
    [' true\n', true],
    ['\t0', false],
    ['TRUE', 'FIELD'],
    ['yes', 'FIELD'],
    ['01', 'FIELD'],
    [' ', 'FIELD'],
  ])('xs:boolean of %j gives %j', (value, expected) => {
    expect(outcome(xmlBoolean, value)).toBe(expected);
  });

  it('those of CSV are 1 and 0 alone', () => {
    expect(['1', '0', 'true', ' 1'].map((value) => outcome(csvBoolean, value))).toEqual([
      true,
      false,
      'FIELD',
      'FIELD',
    ]);
  });
});

it('a week is named by its Monday', () => {
  expect(['20200302', '20200303', '20200230'].map((value) => outcome(compactMonday, value))).toEqual([
    '2020-03-02',
    'FIELD',
    'FIELD',
  ]);
});
