import { Mrr, temporaryFolder } from './mrr';
import { areGone, descendantsOf, eventually, type RunningProcess } from './processes';

describe('a service of `mrr up` that ends by itself', () => {
  const folder = temporaryFolder();

  it.each([
    ['Redis', /\b(redis|valkey)-server\b/],
    ['PostgreSQL', /\/postgres -D /],
  ])(
    '%s: everything is stopped, and told why',
    async (name, program) => {
      const up = new Mrr(['up', '--json'], folder);
      await eventually('everything is up', () => up.stdout.includes('\n'));
      const started = descendantsOf(up.pid);
      const service = started.find(({ command }) => program.test(command)) as RunningProcess;
      process.kill(service.pid, 'SIGKILL');
      const { exitCode, stderr } = await up.ended();
      expect(stderr).toContain(`${name} has ended by itself`);
      expect(exitCode).toBe(1);
      await eventually('everything is gone', () => areGone(started));
    },
    400_000,
  );
});
