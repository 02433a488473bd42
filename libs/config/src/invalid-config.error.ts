import type { ConfigMistake } from './concern';

/** Every mistake in the environment, told at once. Code `CONFIG.INVALID`; never holds a secret's value. */
export class InvalidConfigError extends Error {
  readonly code = 'CONFIG.INVALID';

  constructor(readonly mistakes: readonly ConfigMistake[]) {
    const lines = mistakes.map((m) => `  ${m.variable}: expected ${m.expected}; found ${m.found}`);
    super(`The environment has ${mistakes.length} mistake(s):\n${lines.join('\n')}`);
    this.name = 'InvalidConfigError';
  }
}
