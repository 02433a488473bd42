import { checkRow } from './check-row';
import { enumeration, field, type Field, type FieldType } from './field';

function codes(fields: Field[], values: (string | null)[]): string[] {
  return checkRow(fields, values).map(({ code, column }) => `${column ?? '-'} ${code}`);
}

function optional(type: FieldType, maxLength: number): Field[] {
  return [field('Something', 'O', type, maxLength, 'nowhere', '')];
}

describe('checkRow', () => {
  it('tells a row with a column too many or too few, and nothing else about it', () => {
    expect(codes(optional('Text', 3), [])).toEqual(['- COLUMN_COUNT']);
    expect(codes(optional('Text', 3), ['toolong', ''])).toEqual(['- COLUMN_COUNT']);
  });

  it('tells a mandatory column that is empty, whether null or an empty string', () => {
    const fields = [
      field('A', 'M', 'Text', 3, '', ''),
      field('B', 'O', 'Text', 3, '', ''),
      field('C', 'M', 'Text', 3, '', ''),
    ];
    expect(codes(fields, [null, null, ''])).toEqual(['1 MISSING', '3 MISSING']);
  });

  it('counts characters, not UTF-16 units', () => {
    expect(codes(optional('Text', 3), ['😀😀😀'])).toEqual([]);
    expect(codes(optional('Text', 3), ['😀😀😀😀'])).toEqual(['1 LENGTH']);
  });

  it.each(['0', '7', '999999'])('accepts the Integer %s', (value) => {
    expect(codes(optional('Integer', 6), [value])).toEqual([]);
  });

  it.each(['007', '-1', '+1', '1.0', '1e3', ' 1', '१'])('refuses the Integer "%s"', (value) => {
    expect(codes(optional('Integer', 6), [value])).toEqual(['1 TYPE']);
  });

  it('refuses an Integer with a digit too many', () => {
    expect(codes(optional('Integer', 6), ['1000000'])).toEqual(['1 LENGTH']);
  });

  it.each(['2', 'true', 'Y'])('refuses the Boolean "%s"', (value) => {
    expect(codes(optional('Boolean', 5), [value])).toEqual(['1 TYPE']);
  });

  it.each(['20210229', '20201301', '20200100', '2020-1-1'])('refuses the Date "%s"', (value) => {
    expect(codes(optional('Date', 8), [value])).toEqual(['1 TYPE']);
  });

  it.each(['20200229T240000', '20200229T235960', '20200229#235959', '20200229T23595'])(
    'refuses the DateTime "%s"',
    (value) => {
      expect(codes(optional('DateTime', 15), [value])).toEqual(['1 TYPE']);
    },
  );

  it('refuses a value that the regime does not list', () => {
    const status = enumeration('Status', 'O', 11, '', '', ['Success', 'Failed']);
    expect(codes([status], ['success'])).toEqual(['1 VALUE']);
    expect(codes([status], [''])).toEqual([]);
  });
});
