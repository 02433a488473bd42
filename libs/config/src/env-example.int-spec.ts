import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { CONCERNS, type ConcernName } from './concerns';
import { loadConfigFrom } from './load-config';

const text = readFileSync(join(__dirname, '../../../.env.example'), 'utf8');
/** As an operator fills it in. */
const example = parseEnv(text.replaceAll(/replace-this-.*/g, 'a-secret-of-this-installation'));
const names = Object.keys(CONCERNS) as ConcernName[];
const variables = new Set(names.flatMap((name) => Object.keys(CONCERNS[name].variables.shape)));

describe('.env.example', () => {
  it('names every variable that the product reads, and no other', () => {
    expect(Object.keys(example).sort()).toEqual([...variables].sort());
  });

  it('is refused as long as it holds placeholders for secrets, and says which', () => {
    const secrets = ['INGEST_API_TOKEN', 'TIE_BREAK_KEY', 'OPERATIONS_API_TOKEN'];
    for (const secret of secrets) {
      expect(() => loadConfigFrom(parseEnv(text), ...names)).toThrow(
        new RegExp(`${secret}: expected .*; found the placeholder of \\.env\\.example`),
      );
    }
  });

  it('is accepted once the secrets are set', () => {
    expect(() => loadConfigFrom(example, ...names)).not.toThrow();
  });

  it('shows the defaults', () => {
    const required = [
      'DATABASE_URL',
      'REDIS_URL',
      'INGEST_API_TOKEN',
      'OPERATIONS_API_TOKEN',
      'TIE_BREAK_KEY',
    ];
    const onlyRequired = Object.fromEntries(required.map((name) => [name, example[name]]));
    expect(loadConfigFrom(example, ...names)).toEqual(loadConfigFrom(onlyRequired, ...names));
  });
});
