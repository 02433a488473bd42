import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Values that protect one installation; the user may set each through the environment instead. */
export interface Secrets {
  readonly tieBreakKey: string;
  readonly ingestApiToken: string;
  readonly operationsApiToken: string;
}

export function randomSecrets(): Secrets {
  const secret = (): string => randomBytes(24).toString('base64url');
  return { tieBreakKey: secret(), ingestApiToken: secret(), operationsApiToken: secret() };
}

/** The secrets of a durable home: made once, readable by this user alone, the same after every start. */
export function secretsOf(homeDir: string): Secrets {
  const file = secretsFile(homeDir);
  mkdirSync(homeDir, { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(randomSecrets(), null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(unfinished, file); // of two programs that start at once, the first decides
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
}

export function secretsFile(homeDir: string): string {
  return join(homeDir, 'secrets.json');
}
