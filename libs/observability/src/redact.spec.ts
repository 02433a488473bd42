import { redact } from './redact';

describe('redact', () => {
  it.each([
    ['MPAN 1234567890123 is double', 'MPAN *** is double'],
    ['MPRN="76543210"', 'MPRN="***"'],
    ['connect postgres://mrr:hunter2@db:5432/mrr', 'connect postgres://mrr:***@db:5432/mrr'],
    ['connect redis://:hunter2@db:6379', 'connect redis://:***@db:6379'],
  ])('hides what must not be logged: %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    'slot 123456',
    'S1MIG-001_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200309#060000.csv',
    '3.1415926535 s',
  ])('leaves readable: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});
