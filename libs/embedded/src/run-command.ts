import { EmbeddedServiceError } from './embedded-service.error';
import { superviseProcess, type SupervisedProcessOptions } from './supervision/supervise-process';

/**
 * Runs a command to its end and returns what it wrote; it dies with this program like a service.
 *
 * @throws EmbeddedServiceError when it does not start or does not end with 0
 */
export async function runCommand(options: SupervisedProcessOptions): Promise<string> {
  const lines: string[] = [];
  const child = await superviseProcess({ ...options, log: (line) => lines.push(line) });
  const { code, signal } = await child.exited;
  const output = lines.join('\n');
  if (code === 0) return output;
  throw new EmbeddedServiceError(`${options.command} ended with ${code ?? signal}: ${output.slice(-2_000)}`);
}
