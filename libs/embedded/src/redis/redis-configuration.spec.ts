import { redisConfiguration } from './redis-configuration';

const options = { port: 7_000, dir: '/data', password: 'secret', fast: false };

test('jobs are never evicted and survive a restart', () => {
  const lines = redisConfiguration(options).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining(['maxmemory-policy noeviction', 'appendonly yes', 'bind 127.0.0.1']),
  );
});

test('throw-away data is not written', () => {
  const lines = redisConfiguration({ ...options, fast: true }).split('\n');
  expect(lines).toEqual(expect.arrayContaining(['appendonly no', 'save ""']));
});

test('a folder with a space, a quote and a backslash stays one word', () => {
  expect(redisConfiguration({ ...options, dir: '/my "old" \\data' })).toContain(
    'dir "/my \\"old\\" \\\\data"\n',
  );
});
