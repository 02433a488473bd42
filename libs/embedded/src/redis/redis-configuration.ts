export interface RedisConfigurationOptions {
  readonly port: number;
  readonly dir: string;
  readonly password: string;
  readonly fast: boolean;
}

/** The configuration that the server reads from standard input, so that no other user sees the password. */
export function redisConfiguration({ port, dir, password, fast }: RedisConfigurationOptions): string {
  const directives = [
    ['bind', '127.0.0.1'],
    ['port', String(port)],
    ['dir', quoted(dir)],
    ['requirepass', password],
    ['daemonize', 'no'],
    ['maxmemory-policy', 'noeviction'], // BullMQ loses jobs under any other
    ['save', '""'],
    ['appendonly', fast ? 'no' : 'yes'],
    ['appendfsync', 'everysec'], // the queue can be rebuilt from the database, so a second may be lost
  ];
  return `${directives.map((words) => words.join(' ')).join('\n')}\n`;
}

/** A folder's name may contain spaces. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
