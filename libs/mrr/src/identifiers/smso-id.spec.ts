import { normaliseSmsoId } from './smso-id';

describe('normaliseSmsoId', () => {
  it.each([
    ['CGI', 'CGI'],
    ['cgi', 'CGI'],
    ['dX1', 'DX1'],
  ])('stores %s as %s', (text, stored) => {
    expect(normaliseSmsoId(text)).toBe(stored);
  });

  it.each(['', 'CG', 'CGII', 'C-I', 'ÇGI', 'ſgi'])('refuses %j', (text) => {
    expect(normaliseSmsoId(text)).toBeNull();
  });
});
